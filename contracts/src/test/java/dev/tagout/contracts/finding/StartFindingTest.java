package dev.tagout.contracts.finding;

import static org.assertj.core.api.Assertions.assertThat;

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
import dev.tagout.contracts.id.BreakGlassId;
import dev.tagout.contracts.id.DecisionId;
import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.id.VmId;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class StartFindingTest {
  private static final Instant AT = Instant.parse("2026-11-29T10:00:00.123Z");
  private static final DecisionId ID = new DecisionId("01a20d7a-c3c4-74b2-b1f0-4f291cb16d6e");

  @Test
  void tellsOfARefusedStart() {
    // Given
    Decision decision =
        decision(
            "web-01", Outcome.DENIED, false, List.of(violation(Severity.HIGH), waived()), null);

    // When
    Finding finding = StartFinding.of(decision, "alice");

    // Then
    ObjectNode event = finding.event();
    assertThat(Ocsf.errors(event)).isEmpty();
    assertThat(finding.id()).isEqualTo(ID.value());
    assertThat(event.path("type_uid").asLong()).isEqualTo(600399);
    assertThat(event.path("time").asLong()).isEqualTo(AT.toEpochMilli());
    assertThat(event.path("activity_name").asText()).isEqualTo("Power On");
    assertThat(event.path("disposition").asText()).isEqualTo("Blocked");
    assertThat(event.path("severity").asText()).isEqualTo("High");
    assertThat(event.path("is_alert").asBoolean()).isTrue();
    assertThat(event.at("/metadata/correlation_uid").asText()).isEqualTo(ID.value());
    assertThat(event.at("/device/is_compliant").asBoolean()).isFalse();
    assertThat(event.at("/resources/0/owner/name").asText()).isEqualTo("alice");
    assertThat(event.at("/unmapped/violations/1/waived_by").asText()).isEqualTo("w-1");
  }

  @Test
  void saysOfWhichTraceItIs() {
    // Given
    Decision decision = decision("web-01", Outcome.ALLOWED, true, List.of(), null);
    String trace = "4bf92f3577b34da6a3ce929d0e0e4736";

    // When
    ObjectNode traced = StartFinding.of(decision, null, trace).event();
    ObjectNode untraced = StartFinding.of(decision, null).event();

    // Then
    assertThat(Ocsf.errors(traced)).isEmpty();
    assertThat(traced.at("/trace/uid").asText()).isEqualTo(trace);
    assertThat(traced.at("/metadata/profiles").toString()).contains("\"trace\"");
    assertThat(untraced.has("trace")).isFalse();
    assertThat(untraced.at("/metadata/profiles").toString()).doesNotContain("trace");
  }

  @Test
  void tellsApartHowAStartWasLetThrough() {
    // Given
    BreakGlassId glass = new BreakGlassId("01a20d7a-c3c4-74b2-b1f0-4f291cb16d6f");
    List<Violation> denial = List.of(violation(Severity.CRITICAL));

    // When
    List<String> dispositions =
        List.of(
            disposition(Outcome.ALLOWED, true, List.of(), null),
            disposition(Outcome.ALLOWED, true, List.of(warning()), null),
            disposition(Outcome.WAIVED, true, List.of(waived()), null),
            disposition(Outcome.DENIED, true, denial, glass),
            disposition(Outcome.DENIED, true, denial, null),
            disposition(Outcome.DENIED, false, denial, null),
            disposition(Outcome.INDETERMINATE, true, List.of(), null),
            disposition(Outcome.INDETERMINATE, false, List.of(), null));

    // Then
    assertThat(dispositions)
        .containsExactly(
            "Allowed", "Logged", "Approved", "Approved", "Alert", "Blocked", "Logged", "Error");
  }

  @Test
  void callsNoVmCompliantWithoutAnAnswerNorForAWaiver() {
    // When
    ObjectNode unanswered =
        StartFinding.of(decision("web-01", Outcome.INDETERMINATE, true, List.of(), null), null)
            .event();
    ObjectNode exempted =
        StartFinding.of(decision("web-01", Outcome.WAIVED, true, List.of(waived()), null), null)
            .event();

    // Then
    assertThat(unanswered.path("device").has("is_compliant")).isFalse();
    assertThat(exempted.at("/device/is_compliant").asBoolean(true)).isFalse();
  }

  @Test
  void isJudgedByWhatOcsfDemands() {
    // Given
    ObjectNode good =
        StartFinding.of(decision("web-01", Outcome.ALLOWED, true, List.of(), null), null).event();
    ObjectNode withoutActor = good.deepCopy().without("actor");
    ObjectNode withAnUnknownField = good.deepCopy().put("tagout", 1);
    ObjectNode ofAnotherType = good.deepCopy().put("type_uid", 600301L);
    ObjectNode misnamed = good.deepCopy().put("severity", "High");
    ObjectNode unnamed = good.deepCopy().without("activity_name");

    // When
    List<List<String>> errors =
        List.of(withoutActor, withAnUnknownField, ofAnotherType, misnamed, unnamed).stream()
            .map(Ocsf::errors)
            .toList();

    // Then
    assertThat(errors).allSatisfy(found -> assertThat(found).isNotEmpty());
  }

  @Test
  void cutsLongTextsAndShowsIt() {
    // When
    Finding finding =
        StartFinding.of(decision("x".repeat(10_000), Outcome.ALLOWED, true, List.of(), null), null);

    // Then
    String name = finding.event().at("/device/name").asText();
    assertThat(name).hasSize(255).endsWith("…");
  }

  @Property(tries = 2000)
  void isValidAndOneLineWhateverThingsAreCalled(@ForAll("decisions") Decision decision) {
    // When
    Finding finding = StartFinding.of(decision, decision.vm().name());

    // Then
    Hostile.assertStandsUp(finding);
  }

  @Provide
  Arbitrary<Decision> decisions() {
    Arbitrary<String> names =
        Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(3, Arbitraries.strings().ofMinLength(1).ofMaxLength(300)),
            net.jqwik.api.Tuple.of(
                1,
                Arbitraries.of(
                    "a\nCEF:0|x",
                    "a|b=c\\",
                    "\u0000",
                    "\u202Egnp.exe",
                    "\u2028",
                    "\uD800",
                    "]\"")));
    return Combinators.combine(
            names,
            Arbitraries.of(Set.of(Outcome.values())),
            Arbitraries.of(true, false),
            Arbitraries.of(Set.of(Severity.values())).list().ofMaxSize(4))
        .as(
            (name, outcome, admitted, severities) ->
                decision(
                    name,
                    outcome,
                    admitted,
                    severities.stream().map(s -> violation(name, s)).toList(),
                    null));
  }

  @Test
  void theWorstViolationStandsFirstAndWhatStandsInNoWayLast() {
    // Given
    List<Violation> violations =
        List.of(warning(), waived(), violation(Severity.LOW), violation(Severity.CRITICAL));

    // When
    ObjectNode event =
        StartFinding.of(decision("web-01", Outcome.DENIED, false, violations, null), null).event();

    // Then
    assertThat(event.at("/unmapped/violations"))
        .extracting(
            one ->
                one.path("action").asText()
                    + " "
                    + one.path("severity").asText()
                    + (one.path("waived_by").isTextual() ? " waived" : ""))
        .containsExactly("deny critical", "deny low", "deny critical waived", "warn low");
  }

  private static String disposition(
      Outcome outcome, boolean admitted, List<Violation> violations, BreakGlassId glass) {
    ObjectNode event =
        StartFinding.of(decision("web-01", outcome, admitted, violations, glass), null).event();
    assertThat(Ocsf.errors(event)).isEmpty();
    return event.path("disposition").asText();
  }

  private static Violation violation(Severity severity) {
    return violation("web-01", severity);
  }

  private static Violation violation(String name, Severity severity) {
    return violation(name, severity, EnforcementAction.DENY, null);
  }

  private static Violation waived() {
    return violation("web-01", Severity.CRITICAL, EnforcementAction.DENY, "w-1");
  }

  private static Violation warning() {
    return violation("web-01", Severity.LOW, EnforcementAction.WARN, null);
  }

  private static Violation violation(
      String name, Severity severity, EnforcementAction action, String waivedBy) {
    return new Violation(
        "patch/missing_security_updates",
        action,
        severity,
        ViolationKind.VIOLATED,
        name + " misses 1 security update",
        "Install it.",
        SubjectOfViolation.VM,
        List.of("nist-800-53:SI-2"),
        null,
        RemediationAction.NOTIFY,
        waivedBy);
  }

  private static Decision decision(
      String name,
      Outcome outcome,
      boolean admitted,
      List<Violation> violations,
      BreakGlassId glass) {
    return new Decision(
        ID,
        outcome,
        admitted,
        Point.POWER_ON,
        Operation.START,
        new VmRef(new VmId("libvirt:0f3c"), name, "internal"),
        new HostRef(new HostId("libvirt:host-a"), name, null),
        violations,
        "tagout: " + name + " may not start",
        Enforcement.ENFORCE,
        AT,
        null,
        "7ebd86d849bb9bfc",
        name,
        null,
        null,
        null,
        null,
        null,
        glass,
        null);
  }
}
