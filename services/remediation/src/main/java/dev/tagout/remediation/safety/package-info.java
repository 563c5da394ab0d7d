/**
 * When a run must wait for a person: limits, storms, loops. Pure functions of what is known; knows
 * no row, no hypervisor and no clock.
 */
package dev.tagout.remediation.safety;
