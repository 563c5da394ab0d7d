package dev.tagout.exporter.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.json.Json;
import java.nio.charset.StandardCharsets;

/** What a receiver said. */
final class Answer {
  private static final int LONGEST = 300;

  private Answer() {}

  /** Its beginning, in one line. */
  static String text(byte[] answer) {
    String text =
        new String(answer, 0, Math.min(answer.length, 4 * LONGEST), StandardCharsets.UTF_8)
            .replaceAll("[\\p{C}\\s]+", " ")
            .strip();
    return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
  }

  /** As JSON; a missing node when it is none. */
  static JsonNode json(byte[] answer) {
    try {
      return Json.tree(answer);
    } catch (ContractViolation e) {
      return MissingNode.getInstance();
    }
  }
}
