/** Failures on demand: of the start hook and of the event streams. They say; others do. */
package dev.tagout.simulator.fault;
