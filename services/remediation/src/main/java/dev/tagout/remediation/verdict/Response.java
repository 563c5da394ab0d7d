package dev.tagout.remediation.verdict;

import dev.tagout.contracts.decision.RemediationAction;
import dev.tagout.contracts.remediation.Trigger;

/** What a verdict asks remediation for. */
public sealed interface Response {
  /** Nothing at all. */
  record Nothing() implements Response {}

  /** People are to be told; nothing is done to the VM. */
  record Notify(Trigger trigger, String reason) implements Response {}

  /**
   * The VM is to be stopped, if the checks agree.
   *
   * @param action {@code SAVE} or {@code POWER_OFF}
   */
  record Stop(Trigger trigger, RemediationAction action, String reason) implements Response {}
}
