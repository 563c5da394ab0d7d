package dev.tagout.exporter.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagout.contracts.decision.Decision;
import dev.tagout.contracts.decision.Enforcement;
import dev.tagout.contracts.decision.EnforcementAction;
import dev.tagout.contracts.decision.HostRef;
import dev.tagout.contracts.decision.Operation;
import dev.tagout.contracts.decision.Outcome;
import dev.tagout.contracts.decision.Point;
import dev.tagout.contracts.decision.RemediationAction;
import dev.tagout.contracts.decision.Severity;
import dev.tagout.contracts.decision.SubjectOfViolation;
import dev.tagout.contracts.decision.Violation;
import dev.tagout.contracts.decision.ViolationKind;
import dev.tagout.contracts.decision.VmRef;
import dev.tagout.contracts.finding.BypassFinding;
import dev.tagout.contracts.finding.ChangeFinding;
import dev.tagout.contracts.finding.ComplianceFinding;
import dev.tagout.contracts.finding.Finding;
import dev.tagout.contracts.finding.Life;
import dev.tagout.contracts.finding.RemediationFinding;
import dev.tagout.contracts.finding.StartFinding;
import dev.tagout.contracts.finding.TamperFinding;
import dev.tagout.contracts.id.BreakGlassId;
import dev.tagout.contracts.id.DecisionId;
import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.id.RunId;
import dev.tagout.contracts.id.VmId;
import dev.tagout.contracts.id.WaiverId;
import dev.tagout.contracts.policy.BreakGlass;
import dev.tagout.contracts.policy.BreakGlassChange;
import dev.tagout.contracts.policy.BreakGlassChanged;
import dev.tagout.contracts.policy.BreakGlassState;
import dev.tagout.contracts.policy.PolicyActivated;
import dev.tagout.contracts.policy.Waiver;
import dev.tagout.contracts.policy.WaiverChange;
import dev.tagout.contracts.policy.WaiverChanged;
import dev.tagout.contracts.policy.WaiverState;
import dev.tagout.contracts.remediation.HoldCause;
import dev.tagout.contracts.remediation.RemediationOutcome;
import dev.tagout.contracts.remediation.RunStatus;
import dev.tagout.contracts.remediation.Trigger;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Events as the mappings of the contracts make them, one of each kind, by names that tell them
 * apart.
 */
public final class Samples {
  public static final Instant AT = Instant.parse("2026-11-29T10:00:00.123Z");
  private static final VmId VM = new VmId("libvirt:0f3c9a52-7d1e-4b8e-9a55-2f8f0c6d1e11");
  private static final HostId HOST = new HostId("libvirt:host-a");
  private static final DecisionId DECISION = new DecisionId("01a20d7a-c3c4-74b2-b1f0-4f291cb16d6e");
  private static final BreakGlassId GLASS =
      new BreakGlassId("01a20d7a-c3c4-74b2-b1f0-4f291cb16d6f");
  private static final RunId RUN = new RunId("01a20d7a-c3c4-74b2-b1f0-4f291cb16d70");
  private static final WaiverId WAIVER = new WaiverId("01a20d7a-c3c4-74b2-b1f0-4f291cb16d71");

  private Samples() {}

  public static Map<String, ObjectNode> all() {
    Map<String, ObjectNode> all = new LinkedHashMap<>();
    starts(all);
    runs(all);
    changes(all);
    findings(all);
    return all;
  }

  static ObjectNode refusedStart() {
    return all().get("start-denied");
  }

  /** The version of the product that made it: the build's. */
  static String version() {
    String version = refusedStart().at("/metadata/product/version").textValue();
    assertThat(version).isNotBlank();
    return version;
  }

  private static void starts(Map<String, ObjectNode> all) {
    Violation denial = violation(EnforcementAction.DENY, Severity.HIGH, null);
    Violation waived = violation(EnforcementAction.DENY, Severity.CRITICAL, "w-1");
    Violation warning = violation(EnforcementAction.WARN, Severity.LOW, null);
    all.put("start-denied", start(Outcome.DENIED, false, null, denial, warning));
    all.put("start-allowed", start(Outcome.ALLOWED, true, null));
    all.put("start-allowed-with-warning", start(Outcome.ALLOWED, true, null, warning));
    all.put("start-waived", start(Outcome.WAIVED, true, null, waived));
    all.put("start-by-break-glass", start(Outcome.DENIED, true, GLASS, denial));
    all.put("start-observed", start(Outcome.DENIED, true, null, denial));
    all.put("start-refused-without-answer", start(Outcome.INDETERMINATE, false, null));
    all.put("start-let-through-without-answer", start(Outcome.INDETERMINATE, true, null));
  }

  private static void runs(Map<String, ObjectNode> all) {
    for (RunStatus status : RunStatus.values()) {
      all.put(
          "remediation-" + status.name().toLowerCase(Locale.ROOT),
          event(
              RemediationFinding.of(
                  new RemediationOutcome(
                      RUN,
                      DECISION,
                      VM,
                      HOST,
                      Trigger.BYPASS,
                      RemediationAction.POWER_OFF,
                      status,
                      "powered off: web-01 on host-a runs though no decision admitted it",
                      1,
                      AT,
                      AT,
                      1500L,
                      status == RunStatus.HELD ? HoldCause.BREAKER : null,
                      null,
                      null),
                  RUN.value() + "/" + status.name().toLowerCase(Locale.ROOT),
                  AT)));
    }
  }

  private static void changes(Map<String, ObjectNode> all) {
    all.put("policy-activated", policy(false, false, "alice"));
    all.put("policy-forced", policy(false, true, "alice"));
    all.put("policy-rolled-back", policy(true, false, "alice"));
    all.put("policy-from-file", policy(false, false, "file:bundle.tar.gz"));
    all.put("waiver-requested", waiver(WaiverChange.REQUESTED, "alice", "bob"));
    all.put("waiver-approved", waiver(WaiverChange.APPROVED, "bob", "bob"));
    all.put("waiver-approved-by-requester", waiver(WaiverChange.APPROVED, "alice", "alice"));
    all.put("waiver-revoked", waiver(WaiverChange.REVOKED, "carol", "bob"));
    for (BreakGlassChange change : BreakGlassChange.values()) {
      all.put("break-glass-" + change.name().toLowerCase(Locale.ROOT), glass(change));
    }
  }

  private static void findings(Map<String, ObjectNode> all) {
    Decision verdict = verdict();
    for (Life.Stage stage : Life.Stage.values()) {
      String word = stage.name().toLowerCase(Locale.ROOT);
      all.put(
          "violation-" + word,
          event(
              ComplianceFinding.of(
                  life(stage),
                  List.of(violation(EnforcementAction.DENY, Severity.HIGH, null)),
                  verdict,
                  DECISION,
                  "alice")));
      all.put(
          "bypass-" + word,
          event(
              BypassFinding.of(
                  life(stage),
                  new BypassFinding.UnadmittedRun("4711", verdict.host(), AT),
                  verdict,
                  DECISION,
                  "alice")));
    }
    hooks(all, verdict);
    all.put(
        "violation-waived",
        event(
            ComplianceFinding.of(
                life(Life.Stage.CHANGED),
                List.of(violation(EnforcementAction.DENY, Severity.HIGH, "w-1")),
                verdict,
                DECISION,
                null)));
    all.put("record-tampered", event(TamperFinding.ofRemoved("decision", DECISION.value(), AT)));
    ObjectNode before = JsonNodeFactory.instance.objectNode().put("tier", "restricted");
    ObjectNode after = JsonNodeFactory.instance.objectNode().put("tier", "public");
    all.put(
        "assignment-changed",
        event(ChangeFinding.ofAssignment("vm", VM.value(), before, after, AT, "dave", "change-4")));
    all.put(
        "assignment-made",
        event(ChangeFinding.ofAssignment("host", HOST.value(), null, after, AT, null, "change-5")));
  }

  /** What host/start_hook finds, through its life, waived, and where it cannot know. */
  private static void hooks(Map<String, ObjectNode> all, Decision verdict) {
    for (Life.Stage stage : Life.Stage.values()) {
      all.put(
          "hook-missing-" + stage.name().toLowerCase(Locale.ROOT),
          hook(stage, ViolationKind.VIOLATED, null, verdict));
    }
    all.put(
        "hook-missing-waived", hook(Life.Stage.CHANGED, ViolationKind.VIOLATED, "w-1", verdict));
    all.put("hook-unknown", hook(Life.Stage.OPENED, ViolationKind.UNKNOWN, null, verdict));
  }

  private static ObjectNode hook(
      Life.Stage stage, ViolationKind kind, String waivedBy, Decision verdict) {
    boolean unknown = kind == ViolationKind.UNKNOWN;
    return event(
        ComplianceFinding.of(
            life(stage),
            List.of(
                new Violation(
                    "host/start_hook",
                    EnforcementAction.WARN,
                    Severity.CRITICAL,
                    kind,
                    unknown
                        ? "the start hook of host host-a is not known"
                        : "host host-a has no start hook: it starts VMs without asking",
                    "Install the hook on the host again.",
                    SubjectOfViolation.HOST,
                    List.of("nist-800-53:AC-25", "nist-800-53:SI-7"),
                    null,
                    RemediationAction.NONE,
                    waivedBy)),
            verdict,
            DECISION,
            "alice"));
  }

  /** One that came and went: opened, told of again for three changes, and over. */
  private static Life life(Life.Stage stage) {
    int changes = stage == Life.Stage.CHANGED ? 3 : 1;
    return new Life(
        "01a20d7a-c3c4-74b2-b1f0-4f291cb16d72",
        VM.value() + " patch/missing_security_updates vm",
        stage.ordinal() + 1,
        stage,
        AT.minusSeconds(600),
        changes,
        AT.minusSeconds(60));
  }

  private static ObjectNode event(Finding finding) {
    return finding.event();
  }

  private static Violation violation(EnforcementAction action, Severity severity, String waivedBy) {
    boolean denies = action == EnforcementAction.DENY;
    return new Violation(
        denies ? "patch/missing_security_updates" : "image/too_old",
        action,
        severity,
        ViolationKind.VIOLATED,
        denies ? "web-01 misses 2 security updates: KB5043080, KB5044288" : "web-01 is old",
        denies ? "Install them on a maintenance host, then scan again." : "Build it anew.",
        SubjectOfViolation.VM,
        denies ? List.of("nist-800-53:SI-2", "disa:SRG-OS-000368-VMM") : List.of(),
        null,
        RemediationAction.POWER_OFF,
        waivedBy);
  }

  private static ObjectNode start(
      Outcome outcome, boolean admitted, BreakGlassId glass, Violation... violations) {
    String message =
        admitted
            ? "tagout: web-01 may start on host-a."
            : "tagout: web-01 may not start on host-a: web-01 misses 2 security updates:"
                + " KB5043080, KB5044288 [patch/missing_security_updates].";
    return event(
        StartFinding.of(
            decision(outcome, admitted, Point.POWER_ON, glass, message, violations), "alice"));
  }

  private static Decision verdict() {
    return decision(
        Outcome.DENIED,
        false,
        Point.STANDING,
        null,
        "tagout: web-01 may not run on host-a.",
        violation(EnforcementAction.DENY, Severity.HIGH, null));
  }

  private static Decision decision(
      Outcome outcome,
      boolean admitted,
      Point point,
      BreakGlassId glass,
      String message,
      Violation... violations) {
    return new Decision(
        DECISION,
        outcome,
        admitted,
        point,
        Operation.START,
        new VmRef(VM, "web-01", "internal"),
        new HostRef(HOST, "host-a", "restricted", "finance"),
        List.of(violations),
        message,
        outcome == Outcome.DENIED && admitted && glass == null
            ? Enforcement.OBSERVE
            : Enforcement.ENFORCE,
        AT,
        null,
        "7ebd86d849bb9bfc",
        "bob",
        null,
        null,
        null,
        null,
        null,
        glass,
        null);
  }

  private static ObjectNode policy(boolean rollback, boolean forced, String by) {
    return event(
        ChangeFinding.of(
            new PolicyActivated("2026.11.4", "2026.11.3", AT, by, rollback, forced, 2),
            "change-1"));
  }

  private static ObjectNode waiver(WaiverChange change, String by, String approver) {
    boolean revoked = change == WaiverChange.REVOKED;
    return event(
        ChangeFinding.of(
            new WaiverChanged(
                change,
                AT,
                by,
                new Waiver(
                    WAIVER,
                    revoked
                        ? WaiverState.REVOKED
                        : change == WaiverChange.REQUESTED
                            ? WaiverState.REQUESTED
                            : WaiverState.APPROVED,
                    List.of("patch/scan_stale"),
                    VM,
                    null,
                    null,
                    "the scanner is being replaced",
                    "OPS-4711",
                    "team-web",
                    "alice",
                    AT,
                    change == WaiverChange.REQUESTED ? null : approver,
                    change == WaiverChange.REQUESTED ? null : AT,
                    AT,
                    AT.plusSeconds(7200),
                    revoked ? by : null,
                    revoked ? AT : null,
                    revoked ? "the scanner is back" : null)),
            "change-2"));
  }

  private static ObjectNode glass(BreakGlassChange change) {
    boolean used = change == BreakGlassChange.USED;
    boolean requested = change == BreakGlassChange.REQUESTED;
    return event(
        ChangeFinding.of(
            new BreakGlassChanged(
                change,
                AT,
                used ? null : requested ? "alice" : "bob",
                new BreakGlass(
                    GLASS,
                    requested
                        ? BreakGlassState.REQUESTED
                        : used ? BreakGlassState.USED : BreakGlassState.APPROVED,
                    VM,
                    HOST,
                    "the till of the shop is down",
                    "OPS-4711",
                    15,
                    "alice",
                    AT,
                    requested ? null : "bob",
                    requested ? null : AT,
                    AT.plusSeconds(960),
                    used ? AT : null,
                    used ? HOST : null,
                    used ? DECISION : null,
                    null,
                    null,
                    null)),
            "change-3"));
  }
}
