package dev.tagout.policy.impact;

import static dev.tagout.policy.impact.Decided.denial;
import static dev.tagout.policy.impact.Decided.start;
import static dev.tagout.policy.impact.Decided.waived;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.contracts.decision.Decision;
import dev.tagout.contracts.decision.EnforcementAction;
import dev.tagout.contracts.decision.Outcome;
import dev.tagout.contracts.decision.Violation;
import dev.tagout.contracts.id.VmId;
import dev.tagout.contracts.id.WaiverId;
import dev.tagout.contracts.json.Json;
import dev.tagout.contracts.policy.Waiver;
import dev.tagout.contracts.policy.WaiverState;
import dev.tagout.policy.decision.DecisionHistory.Recorded;
import dev.tagout.policy.evaluation.Evaluation;
import dev.tagout.policy.evaluation.PolicyEngine;
import dev.tagout.policy.evaluation.Waivers;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplayTest {
  private static final String VM = "test:web-01";

  @Test
  void tellsWhoWouldHaveBeenRefusedAndWhyAndWhen() {
    // Given
    Decision then = start(VM, "internal", Outcome.ALLOWED);

    // When
    Comparison comparison = replay(then, judged(denial("patch/scan_stale")));

    // Then
    assertThat(comparison)
        .isEqualTo(
            new Comparison.NewlyDenied(
                new Comparison.Case(
                    then.vm(),
                    "alice",
                    then.host(),
                    Decided.AT,
                    List.of(denial("patch/scan_stale")))));
  }

  @Test
  void tellsWhoWouldHaveBeenAdmittedWithTheRulesThatDeniedThen() {
    // Given
    Decision then = start(VM, "internal", Outcome.DENIED, denial("tier/mixed"), waived("a/b"));

    // When
    Comparison comparison = replay(then, judged());

    // Then
    assertThat(comparison)
        .isInstanceOfSatisfying(
            Comparison.NewlyAdmitted.class,
            newly -> assertThat(newly.of().denials()).containsExactly(denial("tier/mixed")));
  }

  @Test
  void aFailedEvaluationIsNeverAnAdmission() {
    // Given
    Evaluation failed = new Evaluation.Undecided("the evaluation failed");

    // Then
    assertThat(replay(start(VM, "public", Outcome.DENIED, denial("tier/mixed")), failed))
        .isEqualTo(new Comparison.Undecided());
    assertThat(replay(start(VM, "public", Outcome.ALLOWED), failed))
        .isEqualTo(new Comparison.Undecided());
  }

  @Test
  void whatHadNoAnswerIsNotComparedAndNeitherIsWhatCannotBeRead() {
    // Given
    Decision undecided = start(VM, "internal", Outcome.INDETERMINATE);
    Recorded unreadable =
        new Recorded("id", Decided.AT.atOffset(ZoneOffset.UTC), "ALLOWED", "{\"outcome\":1}", "{}");

    // Then
    assertThat(replay(undecided, judged())).isEqualTo(new Comparison.Skipped());
    assertThat(new Replay(new Fixed(judged(denial("a/b"))), Waivers.NONE).of(unreadable))
        .isEqualTo(new Comparison.Skipped());
  }

  @Test
  void whatWouldHaveBeenWaivedThenIsWaivedInTheReplay() {
    // Given
    Decision then = start(VM, "internal", Outcome.ALLOWED);
    Waivers held = new Waivers(List.of(waiver(Decided.AT.plusSeconds(1))));

    // Then
    assertThat(replay(held, then, judged(denial("patch/scan_stale"))))
        .isEqualTo(new Comparison.Same());
    assertThat(replay(held, then, judged(denial("patch/scan_stale"), denial("tier/mixed"))))
        .isInstanceOfSatisfying(
            Comparison.NewlyDenied.class,
            newly -> assertThat(newly.of().denials()).containsExactly(denial("tier/mixed")));
  }

  @Test
  void aWaiverThatWasOverThenDoesNotCount() {
    // Given
    Decision then = start(VM, "internal", Outcome.ALLOWED);
    Waivers over = new Waivers(List.of(waiver(Decided.AT)));

    // Then
    assertThat(replay(over, then, judged(denial("patch/scan_stale"))))
        .isInstanceOf(Comparison.NewlyDenied.class);
  }

  @Test
  void warningsChangeNothing() {
    // Given
    Violation warning = Decided.violation("a/b", EnforcementAction.WARN, "message", null);

    // Then
    assertThat(replay(start(VM, "internal", Outcome.ALLOWED), judged(warning)))
        .isEqualTo(new Comparison.Same());
  }

  private static Waiver waiver(Instant expiresAt) {
    Instant before = Decided.AT.minusSeconds(60);
    return new Waiver(
        WaiverId.next(),
        WaiverState.ACTIVE,
        List.of("patch/scan_stale"),
        new VmId(VM),
        null,
        null,
        "why",
        null,
        null,
        "alice",
        before,
        "bob",
        before,
        before,
        expiresAt,
        null,
        null,
        null);
  }

  private static Comparison replay(Decision then, Evaluation now) {
    return replay(Waivers.NONE, then, now);
  }

  private static Comparison replay(Waivers waivers, Decision then, Evaluation now) {
    return new Replay(new Fixed(now), waivers)
        .of(
            new Recorded(
                then.decisionId().value(),
                then.decidedAt().atOffset(ZoneOffset.UTC),
                then.outcome().name(),
                Json.text(then),
                "{\"vm\":{\"id\":\"test:web-01\",\"owner\":\"alice\"}}"));
  }

  private static Evaluation judged(Violation... violations) {
    return new Evaluation.Judged(List.of(violations), null);
  }

  /** An engine that always says the same. */
  private record Fixed(Evaluation evaluation) implements PolicyEngine {
    @Override
    public Evaluation evaluate(JsonNode input) {
      return evaluation;
    }

    @Override
    public Evaluation warmUp(JsonNode input, int times) {
      return evaluation;
    }

    @Override
    public void close() {}
  }
}
