package dev.tagout.policy.impact;

import dev.tagout.contracts.decision.Decision;
import dev.tagout.contracts.decision.Violation;
import dev.tagout.policy.evaluation.Evaluation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The waivers that counted in a decision, as it tells them itself: a rule that was waived for this
 * VM then is waived in its replay.
 *
 * @param byRule ids of waivers
 */
record RecordedWaivers(Map<String, String> byRule) {
  RecordedWaivers {
    byRule = Map.copyOf(byRule);
  }

  static RecordedWaivers of(Decision decision) {
    Map<String, String> byRule = new HashMap<>();
    for (Violation violation : decision.violations()) {
      if (violation.waivedBy() != null) {
        byRule.put(violation.rule(), violation.waivedBy());
      }
    }
    return new RecordedWaivers(byRule);
  }

  /** The evaluation with these waivers counted in. Where there is no answer, nothing is waived. */
  Evaluation applied(Evaluation evaluation) {
    return switch (evaluation) {
      case Evaluation.Judged judged when !byRule.isEmpty() -> {
        List<Violation> violations = judged.violations().stream().map(this::waived).toList();
        yield new Evaluation.Judged(violations, judged.validUntil());
      }
      case Evaluation.Judged judged -> judged;
      case Evaluation.Undecided undecided -> undecided;
    };
  }

  private Violation waived(Violation v) {
    return new Violation(
        v.rule(),
        v.action(),
        v.severity(),
        v.kind(),
        v.message(),
        v.fix(),
        v.subject(),
        v.controls(),
        v.details(),
        v.remediation(),
        byRule.get(v.rule()));
  }
}
