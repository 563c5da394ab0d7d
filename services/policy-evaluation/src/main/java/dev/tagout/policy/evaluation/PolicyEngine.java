package dev.tagout.policy.evaluation;

import com.fasterxml.jackson.databind.JsonNode;

/** Evaluates one revision of the policies. May be used by several threads at a time. */
public interface PolicyEngine extends AutoCloseable {
  /**
   * Never throws for what a policy does: a failed evaluation is {@link Evaluation.Undecided}.
   *
   * @param input as the policy contract describes it
   */
  Evaluation evaluate(JsonNode input);

  /**
   * Makes the engine fast before anybody waits for it.
   *
   * @param times how often at most
   * @return the last answer, from which the caller sees whether the revision works at all
   */
  Evaluation warmUp(JsonNode input, int times);

  @Override
  void close();
}
