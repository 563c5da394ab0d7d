package dev.tagout.remediation.check;

import dev.tagout.contracts.decision.Decision;

/** What policy-evaluation says of a VM. */
sealed interface Answer {
  /** The newest verdict. */
  record Verdict(Decision decision) implements Answer {}

  /** There is none: it does not know the VM. */
  record Unknown() implements Answer {}

  /**
   * It cannot be had now.
   *
   * @param reason for people
   */
  record Away(String reason) implements Answer {}
}
