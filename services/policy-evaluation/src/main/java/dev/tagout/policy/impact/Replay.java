package dev.tagout.policy.impact;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.contracts.decision.Decision;
import dev.tagout.contracts.decision.Enforcement;
import dev.tagout.contracts.decision.Outcome;
import dev.tagout.contracts.decision.Violation;
import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.json.Json;
import dev.tagout.policy.decision.DecisionHistory.Recorded;
import dev.tagout.policy.evaluation.Evaluation;
import dev.tagout.policy.evaluation.FailMode;
import dev.tagout.policy.evaluation.PolicyEngine;
import dev.tagout.policy.evaluation.Ruling;
import dev.tagout.policy.evaluation.Waivers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/**
 * Judges a recorded decision again, from the input that it was made from: the facts as they were,
 * at the time that it was.
 *
 * @param waivers that held at some time since; those that held at that instant count
 */
record Replay(PolicyEngine engine, Waivers waivers) {
  Comparison of(Recorded recorded) {
    Outcome then = outcome(recorded.outcome());
    if (then == Outcome.INDETERMINATE || then == Outcome.UNRECOGNIZED) {
      return new Comparison.Skipped();
    }
    try {
      JsonNode input = Json.tree(recorded.input().getBytes(StandardCharsets.UTF_8));
      Instant at = recorded.decidedAt().toInstant();
      return compare(
          recorded, then, input, waivers.asOf(at).applied(engine.evaluate(input), input, at));
    } catch (ContractViolation e) {
      // Written by another version of ours: it cannot be compared, and is counted as such.
      return new Comparison.Skipped();
    }
  }

  private static Comparison compare(
      Recorded recorded, Outcome then, JsonNode input, Evaluation evaluation) {
    boolean deniedThen = then == Outcome.DENIED;
    boolean mayDeny =
        evaluation instanceof Evaluation.Judged judged
            && judged.violations().stream().anyMatch(Violation::denies);
    if (evaluation instanceof Evaluation.Judged && !deniedThen && !mayDeny) {
      // The most frequent case, and the record itself does not have to be read for it.
      return new Comparison.Same();
    }
    Decision before = Json.read(recorded.body(), Decision.class);
    Ruling now = Ruling.of(evaluation, FailMode.CLOSED, Enforcement.ENFORCE);
    String owner = input.path("vm").path("owner").asText(null);
    return switch (now.outcome()) {
      case INDETERMINATE, UNRECOGNIZED -> new Comparison.Undecided();
      case DENIED ->
          deniedThen
              ? new Comparison.Same()
              : new Comparison.NewlyDenied(of(before, owner, now.violations()));
      case ALLOWED, WAIVED ->
          deniedThen
              ? new Comparison.NewlyAdmitted(of(before, owner, before.violations()))
              : new Comparison.Same();
    };
  }

  private static Comparison.Case of(Decision before, String owner, List<Violation> violations) {
    return new Comparison.Case(
        before.vm(),
        owner,
        before.host(),
        before.decidedAt(),
        violations.stream().filter(Violation::denies).toList());
  }

  private static Outcome outcome(String name) {
    try {
      return Outcome.valueOf(name);
    } catch (IllegalArgumentException e) {
      return Outcome.UNRECOGNIZED;
    }
  }
}
