package dev.tagout.policy.impact;

import static dev.tagout.policy.impact.Decided.denial;
import static dev.tagout.policy.impact.Decided.start;
import static dev.tagout.policy.impact.Decided.violation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tagout.contracts.decision.Decision;
import dev.tagout.contracts.decision.EnforcementAction;
import dev.tagout.contracts.decision.Outcome;
import dev.tagout.contracts.decision.Violation;
import java.util.List;
import org.junit.jupiter.api.Test;

class DifferenceTest {
  @Test
  void tellsWhatCameWhatWentAndWhatIsToldOtherwise() {
    // Given
    Violation warned = violation("a/same_rule", EnforcementAction.WARN, "old words", null);
    Violation denied = violation("a/same_rule", EnforcementAction.DENY, "new words", null);
    Decision now =
        start("test:a", "internal", Outcome.ALLOWED, warned, denial("a/gone"), denial("a/kept"));
    Decision then =
        start("test:a", "internal", Outcome.DENIED, denied, denial("a/new"), denial("a/kept"));

    // When
    Difference difference = Difference.between(now, then);

    // Then
    assertThat(difference)
        .isEqualTo(
            new Difference(
                true,
                List.of(denial("a/new")),
                List.of(denial("a/gone")),
                List.of(
                    new Difference.Changed(
                        "a/same_rule", List.of("action", "message"), warned, denied))));
  }

  @Test
  void isEmptyBetweenEqualAnswers() {
    // Given
    Decision decision = start("test:a", "internal", Outcome.DENIED, denial("a/b"), denial("a/b"));

    // Then
    assertThat(Difference.between(decision, decision))
        .isEqualTo(new Difference(false, List.of(), List.of(), List.of()));
  }
}
