/** The fixed keys of log lines. */
package dev.tagout.platform.log;
