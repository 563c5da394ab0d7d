/**
 * Decisions in, changes to VMs out. Only the settings stand here; no policy stands anywhere in this
 * service.
 */
package dev.tagout.remediation;
