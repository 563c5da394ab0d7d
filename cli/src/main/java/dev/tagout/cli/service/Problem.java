package dev.tagout.cli.service;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.cli.CliException;
import dev.tagout.cli.ExitCode;
import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a service answers when it does not do what it was asked (RFC 9457).
 *
 * @param document null when the answer was none
 */
record Problem(int status, JsonNode document) {
  private static final int MOST_ITEMS = 50;

  /** Members that the first line says, or that say nothing to a person. */
  private static final Set<String> SAID = Set.of("type", "title", "status", "detail", "instance");

  static Problem of(int status, byte[] body) {
    try {
      JsonNode document = Json.tree(body);
      return new Problem(status, document.isObject() ? document : null);
    } catch (ContractViolation e) {
      return new Problem(status, null);
    }
  }

  /**
   * 4xx is an answer, and it is no. What a later attempt may change is none: 429, 408 and 5xx.
   *
   * @param hints lines after the details
   */
  CliException exception(String service, List<String> hints) {
    boolean answered = status >= 400 && status < 500 && status != 408 && status != 429;
    List<String> details = details();
    details.addAll(hints);
    String line = answered ? line() : service + " cannot answer: " + line();
    return new CliException(answered ? ExitCode.NO : ExitCode.UNREACHABLE, line, details);
  }

  private String line() {
    if (document != null) {
      for (String member : List.of("detail", "title")) {
        String text = document.path(member).asText("");
        if (!text.isBlank()) {
          return text;
        }
      }
    }
    return "HTTP status " + status;
  }

  private List<String> details() {
    List<String> details = new ArrayList<>();
    if (document == null) {
      return details;
    }
    for (Map.Entry<String, JsonNode> member : document.properties()) {
      JsonNode value = member.getValue();
      if (SAID.contains(member.getKey()) || value.isNull()) {
        continue;
      }
      if (!value.isArray()) {
        details.add(member.getKey() + ": " + text(value));
        continue;
      }
      details.add(member.getKey() + ":");
      for (int i = 0; i < value.size() && i < MOST_ITEMS; i++) {
        details.add("  " + text(value.get(i)));
      }
      if (value.size() > MOST_ITEMS) {
        details.add("  and " + (value.size() - MOST_ITEMS) + " more");
      }
    }
    return details;
  }

  /** A VM by its name and id, with its rules; anything else as it is. */
  private static String text(JsonNode value) {
    if (value.isObject() && value.path("id").isTextual()) {
      StringBuilder text = new StringBuilder(value.path("name").asText(""));
      text.append(text.isEmpty() ? "" : " ").append(value.path("id").asText());
      List<String> rules = new ArrayList<>();
      value.path("rules").forEach(rule -> rules.add(rule.asText()));
      return rules.isEmpty() ? text.toString() : text + ": " + String.join(", ", rules);
    }
    return value.isValueNode() ? value.asText() : value.toString();
  }
}
