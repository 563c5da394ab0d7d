package dev.tagout.cli.policy.pages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.tagout.cli.policy.Yaml;
import dev.tagout.cli.policy.pack.Rule;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The parameters of a rule: their schema and what they are. */
final class Settings {
  private final Rule rule;

  Settings(Rule rule) {
    this.rule = rule;
  }

  static List<String> heading() {
    return List.of("setting", "type", "default", "tiers", "means");
  }

  /** One for each setting, in the order of the schema. */
  List<List<String>> rows() {
    List<List<String>> rows = new ArrayList<>();
    for (var name : names()) {
      var schema = resolved(declared(name));
      rows.add(
          List.of(
              "`%s`".formatted(name),
              type(schema),
              value(rule.defaults().path(name)),
              tiers(name),
              meaning(name, schema)));
    }
    return rows;
  }

  private Set<String> names() {
    Set<String> names = new LinkedHashSet<>();
    settings().fieldNames().forEachRemaining(names::add);
    return names;
  }

  private JsonNode settings() {
    return resolved(rule.schema().path("properties").path("default")).path("properties");
  }

  private JsonNode declared(String name) {
    return settings().path(name);
  }

  private JsonNode resolved(JsonNode schema) {
    var reference = schema.path("$ref").asText("");
    return reference.startsWith("#/") ? rule.schema().at(reference.substring(1)) : schema;
  }

  private String meaning(String name, JsonNode schema) {
    var own = declared(name).path("description").asText(schema.path("description").asText(""));
    return switch (name) {
      case "unknown_action" -> "What it means when a fact is not known.";
      default -> own;
    };
  }

  private String tiers(String name) {
    return rule.tiers().properties().stream()
        .filter(tier -> tier.getValue().has(name))
        .map(tier -> "%s: %s".formatted(tier.getKey(), value(tier.getValue().path(name))))
        .collect(Collectors.joining("; "));
  }

  private static String value(JsonNode value) {
    return value.isMissingNode() ? "" : "`%s`".formatted(Yaml.flow(value));
  }

  private String type(JsonNode schema) {
    var words = words(schema.path("enum"));
    if (!words.isEmpty()) {
      return String.join(", ", words);
    }
    var type = schema.path("type");
    return switch (type.isArray() ? String.join(" or ", texts(type)) : type.asText("any")) {
      case "array" -> "list of " + item(resolved(schema.path("items")));
      case "object" -> object(schema);
      case "integer", "number" -> type.asText() + range(schema);
      case "string" -> "text";
      case String other -> other;
    };
  }

  private String item(JsonNode schema) {
    return schema.isMissingNode() || schema.isEmpty() ? "anything" : type(schema);
  }

  private String object(JsonNode schema) {
    if (schema.path("properties").isEmpty()) {
      var values = resolved(schema.path("additionalProperties"));
      return values.isObject() ? "by name: " + type(values) : "object";
    }
    return schema.path("properties").properties().stream()
        .map(
            property ->
                "`%s`: %s".formatted(property.getKey(), type(resolved(property.getValue()))))
        .collect(Collectors.joining("; "));
  }

  private static String range(JsonNode schema) {
    var least = schema.path("minimum");
    var most = schema.path("maximum");
    if (least instanceof MissingNode) {
      return most instanceof MissingNode ? "" : ", at most " + most.asText();
    }
    return most instanceof MissingNode
        ? ", at least " + least.asText()
        : ", %s to %s".formatted(least.asText(), most.asText());
  }

  private static List<String> words(JsonNode array) {
    return texts(array).stream().map("`%s`"::formatted).toList();
  }

  private static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }
}
