package dev.tagout.remediation.power;

/** Whether a run of a VM can be got at. */
public sealed interface Reach {
  /** It can, by this. */
  record Reached(Target target) implements Reach {}

  /** No configured hypervisor has that host. */
  record Unreachable(String reason) implements Reach {}

  /** Some could not be asked, and one of them may have it. */
  record Unknown(String reason) implements Reach {}
}
