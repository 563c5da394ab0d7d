package dev.tagout.policy.impact;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tagout.contracts.decision.Decision;
import dev.tagout.contracts.decision.Enforcement;
import dev.tagout.contracts.decision.EnforcementAction;
import dev.tagout.contracts.decision.HostRef;
import dev.tagout.contracts.decision.Operation;
import dev.tagout.contracts.decision.Outcome;
import dev.tagout.contracts.decision.Placement;
import dev.tagout.contracts.decision.Point;
import dev.tagout.contracts.decision.RemediationAction;
import dev.tagout.contracts.decision.Severity;
import dev.tagout.contracts.decision.SubjectOfViolation;
import dev.tagout.contracts.decision.Violation;
import dev.tagout.contracts.decision.ViolationKind;
import dev.tagout.contracts.decision.VmRef;
import dev.tagout.contracts.id.DecisionId;
import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.id.VmId;
import java.time.Instant;
import java.util.List;

/** Decisions as they were recorded, for tests. */
public final class Decided {
  public static final Instant AT = Instant.parse("2026-11-23T10:00:00Z");

  private Decided() {}

  public static Decision start(String vm, String tier, Outcome outcome, Violation... violations) {
    return decision(Point.POWER_ON, null, vm, tier, outcome, violations);
  }

  public static Decision verdict(
      Placement placement, String vm, String tier, Outcome outcome, Violation... violations) {
    return decision(Point.STANDING, placement, vm, tier, outcome, violations);
  }

  private static Decision decision(
      Point point,
      Placement placement,
      String vm,
      String tier,
      Outcome outcome,
      Violation... violations) {
    return new Decision(
        DecisionId.next(),
        outcome,
        outcome != Outcome.DENIED,
        point,
        Operation.START,
        new VmRef(new VmId(vm), vm, tier),
        new HostRef(new HostId("test:alpha"), "alpha", tier),
        List.of(violations),
        "a line",
        Enforcement.ENFORCE,
        AT,
        null,
        "revision-1",
        null,
        placement,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  public static Violation denial(String rule) {
    return violation(rule, EnforcementAction.DENY, "message", null);
  }

  public static Violation waived(String rule) {
    return violation(rule, EnforcementAction.DENY, "message", "waiver-1");
  }

  public static Violation violation(
      String rule, EnforcementAction action, String message, String waivedBy) {
    return new Violation(
        rule,
        action,
        Severity.HIGH,
        ViolationKind.VIOLATED,
        message,
        null,
        SubjectOfViolation.VM,
        List.of(),
        JsonNodeFactory.instance.objectNode(),
        RemediationAction.NONE,
        waivedBy);
  }

  public static Violation unknown(String rule, SubjectOfViolation subject, String fact) {
    return new Violation(
        rule,
        EnforcementAction.DENY,
        Severity.HIGH,
        ViolationKind.UNKNOWN,
        "nothing is known of " + fact,
        null,
        subject,
        List.of(),
        JsonNodeFactory.instance.objectNode().put("fact", fact),
        RemediationAction.NONE,
        null);
  }
}
