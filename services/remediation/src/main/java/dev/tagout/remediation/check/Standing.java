package dev.tagout.remediation.check;

import dev.tagout.contracts.decision.RemediationAction;
import java.time.Instant;

/** Whether what asked for a run still asks for it. */
public sealed interface Standing {
  /**
   * It does.
   *
   * @param action that is asked for now, after the caps; it stops the VM
   * @param reason for people
   * @param until when the verdict may be another because of time alone; null when that changes
   *     nothing
   */
  record Stands(RemediationAction action, String reason, Instant until) implements Standing {}

  /** It does not, for this reason. */
  record Overtaken(String reason) implements Standing {}

  /** There is no answer now, for this reason. */
  record Unanswered(String reason) implements Standing {}
}
