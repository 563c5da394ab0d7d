package dev.tagout.simulator.gate;

import com.fasterxml.jackson.databind.JsonNode;

/** What came of asking the gate. */
sealed interface GateAnswer {
  record Admitted() implements GateAnswer {}

  /**
   * @param message the decision's one line
   * @param decision all of it
   */
  record Denied(String message, JsonNode decision) implements GateAnswer {}

  /**
   * There is no decision.
   *
   * @param reason completes the sentence "the gate …"
   */
  record NoAnswer(String reason) implements GateAnswer {}
}
