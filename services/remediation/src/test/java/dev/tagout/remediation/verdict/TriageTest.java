package dev.tagout.remediation.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagout.contracts.decision.Enforcement;
import dev.tagout.contracts.decision.EnforcementAction;
import dev.tagout.contracts.decision.Outcome;
import dev.tagout.contracts.decision.Placement;
import dev.tagout.contracts.decision.RemediationAction;
import dev.tagout.contracts.decision.ViolationKind;
import dev.tagout.contracts.id.BreakGlassId;
import dev.tagout.contracts.remediation.Trigger;
import dev.tagout.remediation.world.VerdictBuilder;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TriageTest {
  private static final Caps DEFAULTS =
      new Caps(RemediationAction.POWER_OFF, RemediationAction.NOTIFY);

  private static final BreakGlassId BREAK_GLASS = BreakGlassId.next();

  static Stream<Arguments> table() {
    return Stream.of(
        // What asks for power-off, and all that is one thing short of it.
        row("a bypass that is denied", bypass(), DEFAULTS, "stop BYPASS POWER_OFF"),
        row("observe", bypass().enforcement(Enforcement.OBSERVE), DEFAULTS, "notify BYPASS"),
        row(
            "an enforcement of a newer version",
            bypass().enforcement(Enforcement.UNRECOGNIZED),
            DEFAULTS,
            "notify BYPASS"),
        row("admitted all the same", bypass().admitted(true), DEFAULTS, "notify BYPASS"),
        row("no identity of the run", bypass().instance(null), DEFAULTS, "notify BYPASS"),
        row("no answer", bypass().outcome(Outcome.INDETERMINATE), DEFAULTS, "notify BYPASS"),
        row(
            "an outcome of a newer version",
            bypass().outcome(Outcome.UNRECOGNIZED),
            DEFAULTS,
            "notify BYPASS"),
        row("fit", bypass().allowed(), DEFAULTS, "notify BYPASS"),
        row("waived", bypass().waived(), DEFAULTS, "notify BYPASS"),
        row("defined", bypass().placement(Placement.DEFINED), DEFAULTS, "nothing"),
        row(
            "a placement of a newer version",
            bypass().placement(Placement.UNRECOGNIZED),
            DEFAULTS,
            "nothing"),
        row("no placement", bypass().placement(null), DEFAULTS, "nothing"),
        row("neither bypass nor drift", running().denied(), DEFAULTS, "nothing"),
        // What violations ask for.
        row(
            "a missing fact",
            running().bypass().violation("a/b", ViolationKind.UNKNOWN, RemediationAction.POWER_OFF),
            DEFAULTS,
            "notify BYPASS"),
        row(
            "a kind of a newer version",
            running()
                .bypass()
                .violation("a/b", ViolationKind.UNRECOGNIZED, RemediationAction.POWER_OFF),
            DEFAULTS,
            "notify BYPASS"),
        row(
            "a remediation of a newer version",
            running()
                .bypass()
                .violation("a/b", ViolationKind.VIOLATED, RemediationAction.UNRECOGNIZED),
            DEFAULTS,
            "notify BYPASS"),
        row(
            "an action of a newer version",
            running()
                .bypass()
                .violation(
                    "a/b",
                    EnforcementAction.UNRECOGNIZED,
                    ViolationKind.VIOLATED,
                    RemediationAction.POWER_OFF,
                    null),
            DEFAULTS,
            "notify BYPASS"),
        row(
            "a warning that asks for power-off beside a denial that does not",
            asking(RemediationAction.NOTIFY)
                .violation(
                    "c/d",
                    EnforcementAction.WARN,
                    ViolationKind.VIOLATED,
                    RemediationAction.POWER_OFF,
                    null),
            DEFAULTS,
            "notify BYPASS"),
        row(
            "a waived violation that asks for power-off beside a denial that does not",
            asking(RemediationAction.NOTIFY)
                .violation(
                    "c/d",
                    EnforcementAction.DENY,
                    ViolationKind.VIOLATED,
                    RemediationAction.POWER_OFF,
                    "waiver-1"),
            DEFAULTS,
            "notify BYPASS"),
        row(
            "the strongest of several",
            asking(RemediationAction.NOTIFY)
                .violation("c/d", ViolationKind.VIOLATED, RemediationAction.SAVE),
            DEFAULTS,
            "stop BYPASS SAVE"),
        row(
            "denials without remediation",
            asking(RemediationAction.NONE),
            DEFAULTS,
            "notify BYPASS"),
        row("notify", asking(RemediationAction.NOTIFY), DEFAULTS, "notify BYPASS"),
        row("quarantine", asking(RemediationAction.QUARANTINE), DEFAULTS, "notify BYPASS"),
        // Caps.
        row("capped to save", bypass(), caps(RemediationAction.SAVE), "stop BYPASS SAVE"),
        row("capped to quarantine", bypass(), caps(RemediationAction.QUARANTINE), "notify BYPASS"),
        row("capped to notify", bypass(), caps(RemediationAction.NOTIFY), "notify BYPASS"),
        row("capped to none", bypass(), caps(RemediationAction.NONE), "nothing"),
        row("no sensible cap", bypass(), caps(RemediationAction.UNRECOGNIZED), "notify BYPASS"),
        row(
            "a cap stronger than what is asked for",
            asking(RemediationAction.SAVE),
            DEFAULTS,
            "stop BYPASS SAVE"),
        // Drift.
        row("drift", drift(), DEFAULTS, "notify DRIFT"),
        row(
            "drift, raised",
            drift(),
            drifting(RemediationAction.POWER_OFF),
            "stop DRIFT POWER_OFF"),
        row("drift, silenced", drift(), drifting(RemediationAction.NONE), "nothing"),
        row(
            "drift, raised, in observe",
            drift().enforcement(Enforcement.OBSERVE),
            drifting(RemediationAction.POWER_OFF),
            "notify DRIFT"),
        row(
            "drift without an answer, raised",
            drift().outcome(Outcome.INDETERMINATE),
            drifting(RemediationAction.POWER_OFF),
            "notify DRIFT"),
        row(
            "drift that asks for nothing",
            running().drift().violation("a/b", ViolationKind.VIOLATED, RemediationAction.NONE),
            DEFAULTS,
            "nothing"),
        row(
            "drift of what a break-glass admitted, raised",
            drift().breakGlass(BREAK_GLASS),
            drifting(RemediationAction.POWER_OFF),
            "notify DRIFT"),
        row(
            "drift of what a break-glass admitted, silenced",
            drift().breakGlass(BREAK_GLASS),
            drifting(RemediationAction.NONE),
            "nothing"),
        row(
            "a bypass that says it was admitted by a break-glass",
            bypass().breakGlass(BREAK_GLASS),
            DEFAULTS,
            "stop BYPASS POWER_OFF"),
        row("drift that is allowed", drift().allowed(), DEFAULTS, "nothing"),
        row("drift that is waived", drift().waived(), DEFAULTS, "nothing"));
  }

  @ParameterizedTest(name = "{0}: {3}")
  @MethodSource("table")
  void asksFor(String what, VerdictBuilder verdict, Caps caps, String expected) {
    // When
    Response response = Triage.of(verdict.build(), caps);

    // Then
    assertThat(words(response)).isEqualTo(expected);
  }

  @Test
  void saysWhichVmOnWhichHostAndWhichRules() {
    // Given
    VerdictBuilder verdict =
        bypass().violation("tier/mixed", ViolationKind.VIOLATED, RemediationAction.NOTIFY);

    // When
    Response response = Triage.of(verdict.build(), DEFAULTS);

    // Then
    assertThat(response)
        .isEqualTo(
            new Response.Stop(
                Trigger.BYPASS,
                RemediationAction.POWER_OFF,
                "web-01 on host-a runs though no decision admitted it, and is denied by"
                    + " tier/host_below_vm, tier/mixed"));
  }

  @Test
  void saysByWhichBreakGlassItRuns() {
    // Given
    VerdictBuilder verdict = drift().breakGlass(BREAK_GLASS);

    // When
    Response response = Triage.of(verdict.build(), drifting(RemediationAction.POWER_OFF));

    // Then
    assertThat(response)
        .isEqualTo(
            new Response.Notify(
                Trigger.DRIFT,
                "web-01 on host-a was admitted by break-glass "
                    + BREAK_GLASS
                    + ": denied by tier/host_below_vm"));
  }

  @Test
  void saysWhatItWouldHaveDoneInObserve() {
    // Given
    VerdictBuilder verdict = bypass().enforcement(Enforcement.OBSERVE);

    // When
    Response response = Triage.of(verdict.build(), DEFAULTS);

    // Then
    assertThat(response)
        .isEqualTo(
            new Response.Notify(
                Trigger.BYPASS,
                "web-01 on host-a runs though no decision admitted it, and is denied by"
                    + " tier/host_below_vm; it would have been powered off, but Tagout only observes"
                    + " there"));
  }

  @Test
  void saysThatQuarantineIsNotToBeHad() {
    // Given
    VerdictBuilder verdict = asking(RemediationAction.QUARANTINE);

    // When
    Response response = Triage.of(verdict.build(), DEFAULTS);

    // Then
    assertThat(response)
        .isEqualTo(
            new Response.Notify(
                Trigger.BYPASS,
                "web-01 on host-a runs though no decision admitted it, and is denied by a/b;"
                    + " quarantine is asked for, which no hypervisor adapter can do yet"));
  }

  private static Arguments row(String what, VerdictBuilder verdict, Caps caps, String expected) {
    return Arguments.of(what, verdict, caps, expected);
  }

  private static VerdictBuilder running() {
    return new VerdictBuilder();
  }

  private static VerdictBuilder bypass() {
    return running().bypass().denied();
  }

  private static VerdictBuilder drift() {
    return running().drift().denied();
  }

  private static VerdictBuilder asking(RemediationAction action) {
    return running().bypass().violation("a/b", ViolationKind.VIOLATED, action);
  }

  private static Caps caps(RemediationAction bypass) {
    return new Caps(bypass, RemediationAction.NOTIFY);
  }

  private static Caps drifting(RemediationAction drift) {
    return new Caps(RemediationAction.POWER_OFF, drift);
  }

  private static String words(Response response) {
    return switch (response) {
      case Response.Nothing() -> "nothing";
      case Response.Notify(var trigger, var reason) -> "notify " + trigger;
      case Response.Stop(var trigger, var action, var reason) -> "stop " + trigger + " " + action;
    };
  }
}
