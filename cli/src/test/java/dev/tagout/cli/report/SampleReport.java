package dev.tagout.cli.report;

import dev.tagout.contracts.decision.Outcome;
import dev.tagout.contracts.decision.Severity;
import dev.tagout.contracts.id.BreakGlassId;
import dev.tagout.contracts.id.DecisionId;
import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.id.VmId;
import dev.tagout.contracts.id.WaiverId;
import dev.tagout.contracts.policy.BreakGlass;
import dev.tagout.contracts.policy.BreakGlassState;
import dev.tagout.contracts.policy.Waiver;
import dev.tagout.contracts.policy.WaiverSelector;
import dev.tagout.contracts.policy.WaiverState;
import dev.tagout.contracts.report.BreakGlasses;
import dev.tagout.contracts.report.Bypasses;
import dev.tagout.contracts.report.ComplianceReport;
import dev.tagout.contracts.report.Cures;
import dev.tagout.contracts.report.Posture;
import dev.tagout.contracts.report.RecordState;
import dev.tagout.contracts.report.Refusals;
import dev.tagout.contracts.report.RuleEvidence;
import dev.tagout.contracts.report.Starts;
import dev.tagout.contracts.report.Top;
import dev.tagout.contracts.report.Verification;
import dev.tagout.contracts.report.Waivers;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.IntStream;

/** Reports as the service makes them. */
final class SampleReport {
  static final Instant UNTIL = Instant.parse("2026-11-24T12:00:00Z");
  static final Instant SINCE = UNTIL.minus(30, ChronoUnit.DAYS);
  static final DecisionId DECISION = new DecisionId("01936b1c-7a00-7000-8000-000000000001");
  static final DecisionId LATER = new DecisionId("01936b1c-7a00-7000-8000-000000000002");

  private SampleReport() {}

  /**
   * A report in which everything happened.
   *
   * @param name stands wherever somebody else chooses the text
   */
  static ComplianceReport full(String name) {
    VmId vm = new VmId("libvirt:web");
    HostId host = new HostId("libvirt:alpha");
    return new ComplianceReport(
        scope(name),
        new Starts(
            40,
            12,
            List.of(
                new Starts.Answers(false, Starts.By.POLICY, 11),
                new Starts.Answers(false, Starts.By.FAIL_MODE, 1),
                new Starts.Answers(true, Starts.By.POLICY, 35),
                new Starts.Answers(true, Starts.By.WAIVER, 3),
                new Starts.Answers(true, Starts.By.BREAK_GLASS, 2)),
            Duration.ofDays(1),
            IntStream.range(0, 30)
                .mapToObj(
                    day ->
                        new Starts.Bucket(
                            SINCE.plus(day, ChronoUnit.DAYS), day == 3 ? 40 : 0, day == 4 ? 12 : 0))
                .toList()),
        new Refusals(
            5,
            new Top<>(
                List.of(
                    new Refusals.OfRule(
                        "patch/scan_stale", Severity.HIGH, 9, 4, name + " is stale", DECISION),
                    new Refusals.OfRule(
                        "tier/mixed", Severity.CRITICAL, 3, 2, name + " may not", DECISION)),
                7),
            List.of(
                new Refusals.OfReason(Refusals.Reason.VIOLATED, 11, 5),
                new Refusals.OfReason(Refusals.Reason.NO_ANSWER, 1, 1)),
            new Top<>(
                List.of(
                    new Refusals.OfVm(
                        vm, name, name, 8, UNTIL, DECISION, List.of("patch/scan_stale")),
                    new Refusals.OfVm(
                        new VmId("libvirt:other"), null, null, 4, UNTIL, DECISION, List.of())),
                0),
            new Top<>(
                List.of(new Refusals.OfOwner(name, 8, 1), new Refusals.OfOwner(null, 4, 1)), 0)),
        new Cures(
            3,
            1,
            Duration.ofMinutes(90),
            Duration.ofMinutes(61),
            List.of(
                new Cures.Within(Duration.ofHours(1), 1),
                new Cures.Within(Duration.ofHours(8), 2),
                new Cures.Within(null, 0)),
            new Top<>(
                List.of(
                    new Cures.OfRule(
                        "patch/scan_stale", 3, 0, Duration.ofMinutes(90), Duration.ofMinutes(61)),
                    new Cures.OfRule("tier/mixed", 0, 1, null, null)),
                0),
            new Top<>(
                List.of(new Cures.Open(vm, name, "tier/mixed", SINCE, 2, Duration.ofDays(30))), 0)),
        new Waivers(
            new Top<>(List.of(new Waivers.Used(waiver(name, WaiverState.ACTIVE), 3)), 0),
            1,
            new Top<>(List.of(new Waivers.Used(waiver(name, WaiverState.EXPIRED), 0)), 0),
            new Top<>(List.of(new Waivers.Used(waiver(name, WaiverState.REQUESTED), 0)), 0)),
        new BreakGlasses(
            2,
            1,
            new Top<>(
                List.of(
                    new BreakGlasses.Use(
                        new BreakGlass(
                            new BreakGlassId("01936b1c-7a00-7000-8000-0000000000b1"),
                            BreakGlassState.USED,
                            vm,
                            null,
                            name,
                            name,
                            15,
                            "alice",
                            SINCE,
                            "bob",
                            SINCE,
                            UNTIL,
                            SINCE.plusSeconds(60),
                            host,
                            DECISION,
                            null,
                            null,
                            null),
                        name,
                        List.of("tier/mixed"))),
                0)),
        new Bypasses(
            1,
            1,
            new Top<>(
                List.of(
                    new Bypasses.Run(
                        vm,
                        name,
                        host,
                        name,
                        UNTIL.minusSeconds(75),
                        null,
                        Duration.ofSeconds(75),
                        Outcome.DENIED,
                        List.of("patch/scan_stale"),
                        DECISION,
                        LATER,
                        DECISION)),
                0)),
        List.of(
            new RuleEvidence(
                "patch/scan_stale",
                name,
                List.of("nist-800-53:SI-2(2)", "disa:" + "V-1"),
                RuleEvidence.State.ACTIVE,
                100,
                7,
                20,
                5,
                2,
                9,
                new RuleEvidence.Evidence(DECISION, UNTIL, 812L, 14L),
                new RuleEvidence.Evidence(DECISION, SINCE, null, null)),
            new RuleEvidence(
                "network/ipsec_required",
                "Traffic is protected",
                List.of("nist-800-53:SC-8"),
                RuleEvidence.State.SLEEPING,
                0,
                0,
                0,
                0,
                0,
                0,
                null,
                null)),
        new Posture(
            new Posture.Vms(10, 6, 1, 2, 1, 5, 1, 1),
            new Posture.Hosts(1, 1, 1),
            new Top<>(List.of(new Posture.OfRule("host/server_core", 1, 1)), 0),
            new Top<>(
                List.of(
                    new Posture.Host(
                        host,
                        name,
                        "internal",
                        name,
                        Posture.State.NOT_COMPLIANT,
                        2,
                        true,
                        List.of("host/server_core"),
                        List.of()),
                    new Posture.Host(
                        new HostId("libvirt:beta"),
                        null,
                        null,
                        null,
                        Posture.State.UNKNOWN,
                        0,
                        false,
                        List.of(),
                        List.of())),
                0)),
        new RecordState(52, 60, SINCE, UNTIL, 2, 14L, UNTIL, true, null),
        Verification.NOT_CHECKED);
  }

  /** A report of a period in which nothing happened. */
  static ComplianceReport empty() {
    return new ComplianceReport(
        new ComplianceReport.Scope(
            "internal",
            SINCE,
            UNTIL,
            UNTIL,
            "0.1.0",
            new Top<>(List.of(), 0),
            new Top<>(List.of(), 0)),
        new Starts(0, 0, List.of(), Duration.ofDays(1), List.of(new Starts.Bucket(SINCE, 0, 0))),
        new Refusals(
            0,
            new Top<>(List.of(), 0),
            List.of(),
            new Top<>(List.of(), 0),
            new Top<>(List.of(), 0)),
        new Cures(
            0,
            0,
            null,
            null,
            List.of(new Cures.Within(null, 0)),
            new Top<>(List.of(), 0),
            new Top<>(List.of(), 0)),
        new Waivers(new Top<>(List.of(), 0), 0, new Top<>(List.of(), 0), new Top<>(List.of(), 0)),
        new BreakGlasses(0, 0, new Top<>(List.of(), 0)),
        new Bypasses(0, 0, new Top<>(List.of(), 0)),
        List.of(),
        new Posture(
            new Posture.Vms(0, 0, 0, 0, 0, 0, 0, 0),
            new Posture.Hosts(0, 0, 0),
            new Top<>(List.of(), 0),
            new Top<>(List.of(), 0)),
        new RecordState(0, 0, null, null, 0, null, null, false, null),
        Verification.NOT_CHECKED);
  }

  private static ComplianceReport.Scope scope(String name) {
    return new ComplianceReport.Scope(
        "internal",
        SINCE,
        UNTIL,
        UNTIL,
        "0.1.0",
        new Top<>(
            List.of(
                new ComplianceReport.Revision("9f2ab41c77d0e6b3", SINCE, UNTIL, name, false),
                new ComplianceReport.Revision("7ebd86d849bb9bfc", UNTIL, null, name, true)),
            0),
        new Top<>(List.of(new ComplianceReport.FactSource(name, 12, UNTIL)), 3));
  }

  private static Waiver waiver(String name, WaiverState state) {
    return new Waiver(
        new WaiverId("01936b1c-7a00-7000-8000-0000000000a1"),
        state,
        List.of("patch/scan_stale"),
        null,
        new WaiverSelector("internal", name, null),
        null,
        name,
        name,
        name,
        name,
        SINCE,
        name + "2",
        SINCE,
        SINCE,
        UNTIL.plus(10, ChronoUnit.DAYS),
        null,
        null,
        null);
  }
}
