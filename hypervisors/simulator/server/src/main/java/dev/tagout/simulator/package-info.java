/**
 * A hypervisor of our own for the demo, tests and load; its state is in memory. Here stand its
 * settings; each feature has a package below.
 */
package dev.tagout.simulator;
