package dev.tagout.contracts.finding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagout.contracts.text.CleanText;

/**
 * Text that others may have written, such as a VM's name, made fit for the log lines and fields of
 * whoever reads our events.
 */
final class SafeText {
  /** Longest that a name may be, in UTF-16 units. */
  static final int NAME = 255;

  /** Longest that a sentence may be, in UTF-16 units. */
  static final int SENTENCE = 2000;

  private SafeText() {}

  /**
   * The same text without what could break a line, end a string or turn the direction of writing:
   * control and format characters, separators of lines and paragraphs, and halves of surrogate
   * pairs become U+FFFD. What is longer is cut, never within a character, and ends with an
   * ellipsis.
   *
   * @return null for null
   */
  static String of(String text, int longest) {
    if (text == null) {
      return null;
    }
    return CleanText.atMost(CleanText.of(text), longest);
  }

  /** The same JSON with texts, and names of fields, as {@link #of(String, int)} has them. */
  static JsonNode of(JsonNode json) {
    if (json.isTextual()) {
      return JsonNodeFactory.instance.textNode(of(json.textValue(), SENTENCE));
    }
    if (json.isArray()) {
      ArrayNode safe = JsonNodeFactory.instance.arrayNode();
      json.forEach(one -> safe.add(of(one)));
      return safe;
    }
    if (json.isObject()) {
      ObjectNode safe = JsonNodeFactory.instance.objectNode();
      json.properties().forEach(field -> safe.set(of(field.getKey(), NAME), of(field.getValue())));
      return safe;
    }
    return json;
  }
}
