/**
 * What there is: hosts, VMs and their power, and the events of every change. No HTTP and no gate
 * stands here; a change that reaches this package is made.
 */
package dev.tagout.simulator.world;
