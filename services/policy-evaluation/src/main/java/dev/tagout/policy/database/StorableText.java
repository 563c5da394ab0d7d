package dev.tagout.policy.database;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.json.Json;
import java.util.Map;

/**
 * What is text in JSON and none in PostgreSQL: U+0000 (its manual, "JSON Types") and halves of a
 * surrogate pair. Refused at the door, or a decision about it could not be recorded.
 */
public final class StorableText {
  private StorableText() {}

  /**
   * @param value anything that becomes JSON, or null
   * @throws ContractViolation that names the field below {@code field}
   */
  public static void require(Object value, String field) {
    check(Json.toTree(value), field);
  }

  private static void check(JsonNode node, String field) {
    if (node == null) {
      return;
    }
    if (node.isTextual() && !isStorable(node.textValue())) {
      throw new ContractViolation(field, "has a character that is none");
    }
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      check(node.get(i), field + "[" + i + "]");
    }
    for (Map.Entry<String, JsonNode> property : node.properties()) {
      check(property.getValue(), field + "." + property.getKey());
    }
  }

  private static boolean isStorable(String text) {
    return text.codePoints()
        .noneMatch(c -> c == 0 || c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }
}
