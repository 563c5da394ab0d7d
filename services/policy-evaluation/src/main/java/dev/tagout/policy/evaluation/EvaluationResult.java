package dev.tagout.policy.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.contracts.decision.Violation;
import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.json.Json;
import dev.tagout.contracts.json.Require;
import java.time.Instant;
import java.util.List;

/** The document that the entry point {@code data.tagout.decision} yields. */
record EvaluationResult(List<Violation> violations, Instant validUntil) {
  EvaluationResult {
    violations = Require.presentList(violations, "violations");
  }

  /** A result of another shape is no answer. */
  static Evaluation read(JsonNode result) {
    try {
      EvaluationResult read = Json.fromTree(result, EvaluationResult.class);
      return new Evaluation.Judged(read.violations(), read.validUntil());
    } catch (ContractViolation e) {
      return new Evaluation.Undecided("the policies' answer is malformed: " + e.getMessage());
    }
  }
}
