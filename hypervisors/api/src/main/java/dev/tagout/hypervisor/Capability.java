package dev.tagout.hypervisor;

/** How a start can be kept from happening on a platform. */
public enum Capability {
  /** The hypervisor asks before a start and waits for the answer. */
  SYNC_HOOK,
  /** A lock is set in advance, and taken away on admission. */
  PRE_LOCK,
  /** A start is seen after the fact, and the VM is stopped again. */
  REACTIVE
}
