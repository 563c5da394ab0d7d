package dev.tagout.policy.evaluation;

import dev.tagout.contracts.decision.Enforcement;
import dev.tagout.contracts.decision.Outcome;
import dev.tagout.contracts.decision.Violation;
import java.time.Instant;
import java.util.List;

/**
 * What follows from an evaluation. The gate, the standing verdict and every replay call this one
 * function, so that they cannot differ.
 *
 * @param outcome what policy says
 * @param admitted what the caller must do
 * @param undecided why there is no answer; null when there is one
 */
public record Ruling(
    Outcome outcome,
    boolean admitted,
    List<Violation> violations,
    Instant validUntil,
    String undecided) {

  /**
   * @param failMode of the VM's tier; counts when there is no answer
   * @param enforcement in {@code observe} everything is admitted, whatever the outcome
   */
  public static Ruling of(Evaluation evaluation, FailMode failMode, Enforcement enforcement) {
    boolean observed =
        switch (enforcement) {
          case OBSERVE -> true;
          case ENFORCE, UNRECOGNIZED -> false;
        };
    return switch (evaluation) {
      case Evaluation.Judged judged -> {
        Outcome outcome = outcome(judged.violations());
        yield new Ruling(
            outcome,
            observed || outcome != Outcome.DENIED,
            judged.violations(),
            judged.validUntil(),
            null);
      }
      case Evaluation.Undecided undecided ->
          new Ruling(
              Outcome.INDETERMINATE,
              observed || failMode == FailMode.OPEN,
              List.of(),
              null,
              undecided.reason());
    };
  }

  private static Outcome outcome(List<Violation> violations) {
    if (violations.stream().anyMatch(Violation::denies)) {
      return Outcome.DENIED;
    }
    return violations.stream().anyMatch(Violation::intendsDenial)
        ? Outcome.WAIVED
        : Outcome.ALLOWED;
  }
}
