package dev.tagout.exporter.siem;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * A pipeline of sigma-cli as far as ours need it: values of one field replaced, fields renamed, a
 * condition added. Anything else is refused. That a rule is one of ours is taken for granted.
 */
record SigmaPipeline(JsonNode transformations) {
  static SigmaPipeline of(String name) throws IOException {
    return new SigmaPipeline(
        new YAMLMapper()
            .readTree(SiemFile.path("sigma/pipelines/" + name).toFile())
            .path("transformations"));
  }

  /** What the fields are called in the end, by what the rules call them. */
  Map<String, String> names() {
    Map<String, String> names = new TreeMap<>();
    transformations.forEach(
        one ->
            one.path("mapping")
                .propertyStream()
                .forEach(field -> names.put(field.getKey(), field.getValue().asText())));
    return names;
  }

  /** The rule as the pipeline leaves it. */
  JsonNode of(JsonNode rule) {
    ObjectNode changed = rule.deepCopy();
    for (JsonNode transformation : transformations) {
      switch (transformation.path("type").asText()) {
        case "set_value", "field_name_mapping" -> {
          ObjectNode detection = (ObjectNode) changed.get("detection");
          detection
              .propertyStream()
              .filter(selection -> selection.getValue().isObject())
              .toList()
              .forEach(
                  selection ->
                      detection.set(
                          selection.getKey(), selection(selection.getValue(), transformation)));
        }
        case "add_condition" -> {
          String first = changed.at("/detection/condition").asText().split(" ")[0];
          ((ObjectNode) changed.path("detection").path(first))
              .setAll((ObjectNode) transformation.get("conditions"));
        }
        case "set_state" -> {
          // Where a backend looks for findings: nothing that a rule says.
        }
        default ->
            throw new IllegalStateException("not known here: " + transformation.path("type"));
      }
    }
    return changed;
  }

  private ObjectNode selection(JsonNode selection, JsonNode transformation) {
    ObjectNode changed = JsonNodeFactory.instance.objectNode();
    selection
        .propertyStream()
        .forEach(
            item -> {
              String[] key = item.getKey().split("\\|", 2);
              String modifier = key.length == 1 ? "" : "|" + key[1];
              if (transformation.has("mapping")) {
                JsonNode value =
                    modifier.equals("|fieldref")
                        ? JsonNodeFactory.instance.textNode(
                            name(transformation, item.getValue().asText()))
                        : item.getValue();
                changed.set(name(transformation, key[0]) + modifier, value);
              } else {
                changed.set(item.getKey(), value(transformation, key[0], item.getValue()));
              }
            });
    return changed;
  }

  private static String name(JsonNode transformation, String field) {
    return transformation.path("mapping").path(field).asText(field);
  }

  private static JsonNode value(JsonNode transformation, String field, JsonNode value) {
    boolean meant =
        transformation
            .at("/field_name_conditions/0/fields")
            .valueStream()
            .anyMatch(one -> one.asText().equals(field));
    boolean same = transformation.at("/detection_item_conditions/0/value").equals(value);
    return meant && same ? transformation.get("value") : value;
  }
}
