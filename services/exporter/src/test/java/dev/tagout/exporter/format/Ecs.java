package dev.tagout.exporter.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagout.contracts.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What the Elastic Common Schema 9.4.0 says of fields and of words. */
public final class Ecs {
  /** Whether a field may hold many values. */
  public record Definition(String type, boolean list) {}

  private static final Map<String, Definition> FIELDS = fields();
  private static final JsonNode WORDS = words();

  private Ecs() {}

  public static Map<String, Definition> dictionary() {
    return FIELDS;
  }

  /**
   * The leaves of a document by their names; an object below {@code tagout.unmapped} is one leaf.
   */
  public static Map<String, JsonNode> leaves(JsonNode document) {
    Map<String, JsonNode> leaves = new LinkedHashMap<>();
    leaves("", document, leaves);
    return leaves;
  }

  private static void leaves(String path, JsonNode at, Map<String, JsonNode> leaves) {
    if (at instanceof ObjectNode object && !path.equals("tagout.unmapped")) {
      object
          .properties()
          .forEach(
              f ->
                  leaves(
                      path.isEmpty() ? f.getKey() : path + "." + f.getKey(), f.getValue(), leaves));
    } else {
      leaves.put(path, at);
    }
  }

  /** What ECS does not allow in a document; what stands below {@code tagout} is not its matter. */
  public static List<String> errors(JsonNode document) {
    List<String> errors = new ArrayList<>();
    leaves(document)
        .forEach(
            (name, value) -> {
              if (name.startsWith("tagout.")) {
                return;
              }
              Definition definition = FIELDS.get(name);
              if (definition == null) {
                errors.add("ECS has no field " + name);
                return;
              }
              if (value.isArray() != definition.list) {
                errors.add(name + (definition.list ? " is no list" : " is a list"));
              }
              for (JsonNode one : value.isArray() ? value : List.of(value)) {
                if (!fits(definition.type, one)) {
                  errors.add(name + " is no " + definition.type + ": " + one);
                }
              }
            });
    words(document, errors);
    return errors;
  }

  public static boolean fits(String type, JsonNode value) {
    return switch (type) {
      case "keyword", "match_only_text", "wildcard", "constant_keyword", "text" ->
          value.isTextual();
      case "long" -> value.isIntegralNumber() && value.canConvertToLong();
      case "boolean" -> value.isBoolean();
      case "date" -> value.asText().matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z");
      case "ip" -> value.asText().matches("[0-9.]{7,15}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
      case "flattened" -> value.isObject();
      default -> throw new IllegalArgumentException("unknown type " + type);
    };
  }

  private static void words(JsonNode document, List<String> errors) {
    JsonNode event = document.path("event");
    word("event.kind", event.path("kind"), errors);
    if (event.has("outcome")) {
      word("event.outcome", event.path("outcome"), errors);
    }
    JsonNode categories = WORDS.path("event.category");
    List<String> expected = new ArrayList<>();
    for (JsonNode category : event.path("category")) {
      if (!categories.has(category.asText())) {
        errors.add("ECS has no event.category " + category);
      }
      categories.path(category.asText()).forEach(t -> expected.add(t.asText()));
    }
    for (JsonNode type : event.path("type")) {
      word("event.type", type, errors);
      if (event.has("category") && !expected.contains(type.asText())) {
        errors.add(event.path("category") + " does not expect event.type " + type);
      }
    }
  }

  private static void word(String field, JsonNode word, List<String> errors) {
    if (WORDS.path(field).valueStream().noneMatch(word::equals)) {
      errors.add("ECS has no " + field + " " + word);
    }
  }

  private static Map<String, Definition> fields() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(resource("fields-9.4.0.csv"), StandardCharsets.UTF_8))) {
      return lines
          .lines()
          .skip(1)
          .map(line -> line.split(",", -1))
          .collect(
              Collectors.toMap(
                  cells -> cells[0], cells -> new Definition(cells[1], cells[3].equals("array"))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode words() {
    try (InputStream in = resource("allowed-values-9.4.0.json")) {
      return Json.mapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream resource(String name) {
    return Ecs.class.getResourceAsStream("/ecs/" + name);
  }
}
