/**
 * The adapter to the simulator: its event stream in, power control out. Knows the simulator's HTTP
 * only, and nothing of its insides.
 */
package dev.tagout.hypervisor.simulator;
