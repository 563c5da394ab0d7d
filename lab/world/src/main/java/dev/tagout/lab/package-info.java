/**
 * The commands that the launcher starts. What they do with a world stands here, how one is made in
 * {@code world}.
 */
package dev.tagout.lab;
