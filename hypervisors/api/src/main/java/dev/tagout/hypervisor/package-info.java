/**
 * The ports to hypervisors: what a source tells, what power control does, and what an adapter can
 * do at all. No adapter and no service stands here.
 */
package dev.tagout.hypervisor;
