/** Configuration that more than one service reads. */
package dev.tagout.platform.config;
