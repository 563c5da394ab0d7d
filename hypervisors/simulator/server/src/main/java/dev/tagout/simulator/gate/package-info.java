/** The start hook: the question to the gate, and what stands in for an answer that fails. */
package dev.tagout.simulator.gate;
