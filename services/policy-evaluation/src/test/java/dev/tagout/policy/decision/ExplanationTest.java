package dev.tagout.policy.decision;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tagout.contracts.decision.Enforcement;
import dev.tagout.contracts.decision.EnforcementAction;
import dev.tagout.contracts.decision.HostRef;
import dev.tagout.contracts.decision.Operation;
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
import dev.tagout.contracts.policy.BreakGlass;
import dev.tagout.contracts.policy.BreakGlassState;
import dev.tagout.policy.evaluation.Evaluation;
import dev.tagout.policy.evaluation.FailMode;
import dev.tagout.policy.evaluation.Review;
import dev.tagout.policy.evaluation.Ruling;
import dev.tagout.policy.evaluation.Waivers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExplanationTest {
  private static final DecisionId ID = DecisionId.next();
  private static final Instant AT = Instant.parse("2026-11-23T10:00:00Z");
  private static final BreakGlass GLASS =
      new BreakGlass(
          BreakGlassId.next(),
          BreakGlassState.APPROVED,
          new VmId("test:web-01"),
          null,
          "the till of the shop is down",
          null,
          15,
          "alice",
          AT,
          "bob",
          AT,
          AT.plusSeconds(900),
          null,
          null,
          null,
          null,
          null,
          null);

  @Test
  void saysAMissingFactOnceWithAllTheRulesThatAskForIt() {
    // Given
    List<Violation> violations =
        List.of(
            unknown("host/applications", "host.system"),
            violated("tier/mixed", "web-01 may not share the host"),
            unknown("host/unapproved_roles", "host.system"),
            unknown("network/management_nic_missing", "host.network"));

    // When
    String line = line(violations, true);

    // Then
    assertThat(line)
        .isEqualTo(
            "tagout: web-01 may not start on alpha: nothing is known of host.system of host alpha"
                + " [host/applications, host/unapproved_roles]. Connect a source that observes it."
                + " Also: nothing is known of host.network of host alpha"
                + " [network/management_nic_missing]; web-01 may not share the host [tier/mixed]."
                + " Ask alice. (decision "
                + ID
                + ")");
  }

  @Test
  void doesNotNameEveryOneOfManyRules() {
    // Given
    List<Violation> violations =
        IntStream.range(0, 8).mapToObj(i -> unknown("host/rule_" + i, "host.system")).toList();

    // When
    String line = line(violations, true);

    // Then
    assertThat(line).contains("host/rule_4 and 3 more]").doesNotContain("host/rule_5");
  }

  @Test
  void staysBelowItsLengthAndSaysHowManyMoreThereAre() {
    // Given
    List<Violation> violations = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      violations.add(violated("site/rule_" + i, "a reason of some length, number " + i));
    }

    // When
    String line = line(violations, true);

    // Then
    long said = violations.stream().filter(v -> line.contains("[" + v.rule() + "]")).count();
    assertThat(line.length()).isLessThanOrEqualTo(Explanation.MAX_LENGTH);
    assertThat(said).isBetween(10L, 49L);
    assertThat(line).endsWith("; and " + (50 - said) + " more. Ask alice. (decision " + ID + ")");
  }

  @Test
  void cutsASingleReasonThatIsTooLongAndStillSaysWhomToAsk() {
    // Given
    List<Violation> violations = List.of(violated("tier/mixed", "x".repeat(9000)));

    // When
    String line = line(violations, true);

    // Then
    assertThat(line.length()).isLessThanOrEqualTo(Explanation.MAX_LENGTH);
    assertThat(line).contains("xxx….").endsWith(" Ask alice. (decision " + ID + ")");
  }

  @Test
  void namesNoRecordWhereThereIsNone() {
    // When
    String line = line(List.of(violated("tier/mixed", "no")), false);

    // Then
    assertThat(line).endsWith("Ask alice.");
  }

  @Test
  void saysWhoTookOnWhatPolicyDenies() {
    // Given
    Evaluation evaluation =
        new Evaluation.Judged(List.of(violated("tier/mixed", "web-01 may not share it")), null);

    // When
    String line = line(evaluation, true, GLASS);

    // Then
    assertThat(line)
        .isEqualTo(
            "tagout: admitted by break-glass "
                + GLASS.id()
                + " of alice, approved by bob, until 2026-11-23T10:15:00Z; policy denies: web-01"
                + " may not start on alpha: web-01 may not share it [tier/mixed]. Do something."
                + " (decision "
                + ID
                + ")");
  }

  @Test
  void saysWhoTookOnThatPolicyHasNoAnswer() {
    // When
    String line = line(new Evaluation.Undecided("the engine failed"), true, GLASS);

    // Then
    assertThat(line)
        .isEqualTo(
            "tagout: admitted by break-glass "
                + GLASS.id()
                + " of alice, approved by bob, until 2026-11-23T10:15:00Z; policy does not know:"
                + " no answer for web-01, the engine failed; else refused by the fail mode of its"
                + " tier. (decision "
                + ID
                + ")");
  }

  private static String line(List<Violation> violations, boolean recorded) {
    return line(new Evaluation.Judged(violations, null), recorded, null);
  }

  private static String line(Evaluation evaluation, boolean recorded, BreakGlass glass) {
    Review review =
        new Review(
            ID,
            Point.POWER_ON,
            Operation.START,
            new VmId("test:web-01"),
            new HostId("test:alpha"),
            null,
            null,
            null,
            AT);
    return new Explanation(
            review,
            new VmRef(review.vm(), "web-01", "internal"),
            new HostRef(review.host(), "alpha", "internal"),
            Ruling.of(evaluation, FailMode.CLOSED, Enforcement.ENFORCE),
            Waivers.NONE,
            Enforcement.ENFORCE,
            "alice",
            recorded,
            glass)
        .line();
  }

  private static Violation unknown(String rule, String fact) {
    return new Violation(
        rule,
        EnforcementAction.DENY,
        Severity.HIGH,
        ViolationKind.UNKNOWN,
        "nothing is known of " + fact + " of host alpha",
        "Connect a source that observes it.",
        SubjectOfViolation.HOST,
        List.of(),
        JsonNodeFactory.instance.objectNode().put("fact", fact),
        RemediationAction.NONE,
        null);
  }

  private static Violation violated(String rule, String message) {
    return new Violation(
        rule,
        EnforcementAction.DENY,
        Severity.HIGH,
        ViolationKind.VIOLATED,
        message,
        "Do something.",
        SubjectOfViolation.VM,
        List.of(),
        JsonNodeFactory.instance.objectNode(),
        RemediationAction.NONE,
        null);
  }
}
