package dev.tagout.cli.policy.pack;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A violation that a scenario expects.
 *
 * @param rule its id
 * @param unknown whether the rule could not judge for want of a fact
 */
public record Violation(String rule, String action, boolean unknown, String message, String fix) {

  static Violation of(JsonNode json) {
    return new Violation(
        json.path("rule").asText(),
        json.path("action").asText(),
        "unknown".equals(json.path("kind").asText()),
        json.path("message").asText(),
        json.path("fix").asText());
  }
}
