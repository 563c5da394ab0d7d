package dev.tagout.remediation.world;

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
import dev.tagout.contracts.id.BreakGlassId;
import dev.tagout.contracts.id.DecisionId;
import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.id.VmId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A verdict of a running VM, enforced, until it is said otherwise. */
public final class VerdictBuilder {
  private VmId vm = VmId.of("fake", "web-01");
  private HostId host = HostId.of("fake", "host-a");
  private String tier = "restricted";
  private String group;
  private Outcome outcome = Outcome.ALLOWED;
  private boolean admitted = true;
  private Enforcement enforcement = Enforcement.ENFORCE;
  private Placement placement = Placement.RUNNING;
  private Boolean bypass = false;
  private Boolean drift = false;
  private String instance = "run-1";
  private Instant validUntil;
  private Instant runningSince = Instant.now().minusSeconds(1);
  private BreakGlassId breakGlass;
  private final List<Violation> violations = new ArrayList<>();

  public VerdictBuilder vm(VmId value) {
    vm = value;
    return this;
  }

  public VerdictBuilder host(HostId value) {
    host = value;
    return this;
  }

  /** Of the VM. */
  public VerdictBuilder tier(String value) {
    tier = value;
    return this;
  }

  /** Of the host. */
  public VerdictBuilder group(String value) {
    group = value;
    return this;
  }

  public VerdictBuilder bypass() {
    bypass = true;
    return this;
  }

  public VerdictBuilder drift() {
    drift = true;
    return this;
  }

  /** By a violation that asks for power-off. */
  public VerdictBuilder denied() {
    return violation("tier/host_below_vm", ViolationKind.VIOLATED, RemediationAction.POWER_OFF);
  }

  public VerdictBuilder violation(String rule, ViolationKind kind, RemediationAction remediation) {
    return violation(rule, EnforcementAction.DENY, kind, remediation, null);
  }

  public VerdictBuilder violation(
      String rule,
      EnforcementAction action,
      ViolationKind kind,
      RemediationAction remediation,
      String waivedBy) {
    violations.add(
        new Violation(
            rule,
            action,
            Severity.CRITICAL,
            kind,
            rule + " is not met",
            null,
            SubjectOfViolation.VM,
            List.of(),
            null,
            remediation,
            waivedBy));
    outcome = Outcome.DENIED;
    admitted = false;
    return this;
  }

  public VerdictBuilder allowed() {
    violations.clear();
    outcome = Outcome.ALLOWED;
    admitted = true;
    return this;
  }

  public VerdictBuilder waived() {
    outcome = Outcome.WAIVED;
    admitted = true;
    return this;
  }

  public VerdictBuilder outcome(Outcome value) {
    outcome = value;
    return this;
  }

  public VerdictBuilder admitted(boolean value) {
    admitted = value;
    return this;
  }

  public VerdictBuilder enforcement(Enforcement value) {
    enforcement = value;
    return this;
  }

  public VerdictBuilder placement(Placement value) {
    placement = value;
    return this;
  }

  public VerdictBuilder instance(String value) {
    instance = value;
    return this;
  }

  public VerdictBuilder runningSince(Instant value) {
    runningSince = value;
    return this;
  }

  public VerdictBuilder validUntil(Instant value) {
    validUntil = value;
    return this;
  }

  public VerdictBuilder breakGlass(BreakGlassId value) {
    breakGlass = value;
    return this;
  }

  /** Each call makes another verdict: its id is new. */
  public Decision build() {
    Instant now = Instant.now();
    return new Decision(
        DecisionId.next(),
        outcome,
        admitted,
        Point.STANDING,
        Operation.START,
        new VmRef(vm, "web-01", tier),
        new HostRef(host, "host-a", "internal", group),
        violations,
        "one line for a terminal",
        enforcement,
        now,
        validUntil,
        "revision-1",
        null,
        placement,
        bypass,
        drift,
        instance,
        runningSince,
        breakGlass,
        null);
  }
}
