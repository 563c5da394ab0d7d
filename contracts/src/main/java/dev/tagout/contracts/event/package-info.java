/**
 * Lifecycle events and observations: what hypervisors, scanners and agents say about VMs and hosts.
 * Facts only; nothing here knows a policy.
 */
package dev.tagout.contracts.event;
