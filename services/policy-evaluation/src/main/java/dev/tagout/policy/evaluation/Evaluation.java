package dev.tagout.policy.evaluation;

import dev.tagout.contracts.decision.Violation;
import java.time.Instant;
import java.util.List;

/** What an engine makes of an input. */
public sealed interface Evaluation {
  /**
   * The policies judged.
   *
   * @param validUntil when time alone can change the answer; null when it cannot
   */
  record Judged(List<Violation> violations, Instant validUntil) implements Evaluation {
    public Judged {
      violations = List.copyOf(violations);
    }
  }

  /**
   * There is no answer, which is never allowed to look like one.
   *
   * @param reason one line for a person
   */
  record Undecided(String reason) implements Evaluation {}
}
