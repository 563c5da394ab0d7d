/** {@code tagout dlq}: what was put aside, why, and back to where it came from. */
package dev.tagout.cli.dlq;
