package dev.tagout.remediation.check;

import dev.tagout.contracts.decision.RemediationAction;

/** Whether what asked for a run still asks for it. */
public sealed interface Standing {
  /**
   * It does.
   *
   * @param action that is asked for now, after the caps; it stops the VM
   * @param reason for people
   */
  record Stands(RemediationAction action, String reason) implements Standing {}

  /** It does not, for this reason. */
  record Overtaken(String reason) implements Standing {}

  /** There is no answer now, for this reason. */
  record Unanswered(String reason) implements Standing {}
}
