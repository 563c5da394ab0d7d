package dev.tagout.remediation.power;

/** What a hypervisor says of the run of a VM that is to be stopped. */
public enum Sight {
  /** It goes on. */
  RUNNING,
  /** The VM is there, and does not run. */
  STOPPED,
  /** The VM was started again: what runs now is another run, and is not to be touched. */
  ANOTHER_RUN,
  /** The host does not know the VM: it was removed, or is elsewhere. */
  ABSENT
}
