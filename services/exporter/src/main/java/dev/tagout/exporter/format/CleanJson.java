package dev.tagout.exporter.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.tagout.contracts.text.CleanText;
import java.util.Map;

/** JSON whose texts and names are clean, as {@link CleanText} has it. */
final class CleanJson {
  private CleanJson() {}

  /** A copy that shares nothing which changes. */
  static ObjectNode copy(ObjectNode node) {
    ObjectNode copy = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      copy.set(CleanText.of(field.getKey()), copy(field.getValue()));
    }
    return copy;
  }

  static JsonNode copy(JsonNode node) {
    if (node instanceof ObjectNode object) {
      return copy(object);
    }
    if (node instanceof ArrayNode array) {
      ArrayNode copy = JsonNodeFactory.instance.arrayNode(array.size());
      array.forEach(one -> copy.add(copy(one)));
      return copy;
    }
    if (node.isTextual() && !CleanText.isClean(node.textValue())) {
      return TextNode.valueOf(CleanText.of(node.textValue()));
    }
    return node;
  }
}
