/**
 * The story of Tagout, told scene by scene on a world of its own: each scene says what is expected
 * and what happened. Nothing here knows how a service works; everything goes through what people
 * use.
 */
package dev.tagout.lab.demo;
