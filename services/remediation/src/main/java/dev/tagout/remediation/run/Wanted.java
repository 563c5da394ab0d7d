package dev.tagout.remediation.run;

import dev.tagout.contracts.decision.Decision;
import dev.tagout.contracts.decision.RemediationAction;
import dev.tagout.contracts.decision.Violation;
import dev.tagout.contracts.json.Require;
import dev.tagout.contracts.remediation.Trigger;
import dev.tagout.platform.trace.TraceParent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What a verdict asks for.
 *
 * @param verdict of a running VM
 * @param action {@code NOTIFY}, or what stops the VM
 * @param reason for people
 * @param cause the step that told the verdict, if that was said
 */
public record Wanted(
    Decision verdict,
    Trigger trigger,
    RemediationAction action,
    String reason,
    Optional<TraceParent> cause) {
  public Wanted {
    Require.present(verdict, "verdict");
    Require.present(verdict.host(), "host");
    Require.present(trigger, "trigger");
    Require.present(reason, "reason");
    Require.present(cause, "cause");
    switch (Require.present(action, "action")) {
      case NOTIFY -> {}
      case SAVE, POWER_OFF -> Require.present(verdict.instance(), "instance");
      case NONE, QUARANTINE, UNRECOGNIZED ->
          throw new IllegalArgumentException(action + " is nothing that a run can do");
    }
  }

  boolean stops() {
    return action != RemediationAction.NOTIFY;
  }

  List<String> rules() {
    return verdict.denials().map(Violation::rule).distinct().sorted().toList();
  }

  /** The same for every verdict that would tell people the same about the same run of the VM. */
  UUID occasion() {
    String run =
        verdict.instance() == null ? "since " + verdict.runningSince() : verdict.instance();
    String what = String.join("\n", run, verdict.outcome().name(), String.join("\n", rules()));
    return UUID.nameUUIDFromBytes(what.getBytes(StandardCharsets.UTF_8));
  }
}
