package dev.tagout.contracts.finding;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.tagout.contracts.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What OCSF 1.8.0 demands of an event: by its schema, and what JSON Schema cannot say. */
final class Ocsf {
  private static final Map<Integer, Schema> SCHEMAS =
      Map.of(
          3004, schema("entity_management"),
          6003, schema("api_activity"),
          7001, schema("remediation_activity"));

  private static final int OTHER = 99;

  private Ocsf() {}

  /** What is wrong with an event; nothing where it is as it should be. */
  static List<String> errors(JsonNode event) {
    Schema schema = SCHEMAS.get(event.path("class_uid").asInt());
    List<String> errors =
        new ArrayList<>(schema.validate(event).stream().map(Error::toString).toList());
    long type = event.path("class_uid").asLong() * 100 + event.path("activity_id").asLong();
    if (event.path("type_uid").asLong() != type) {
      errors.add("type_uid is not class_uid * 100 + activity_id");
    }
    captions("", event, errors);
    return errors;
  }

  /** Each number with a name must have the right one beside it, and 99 one of its own. */
  private static void captions(String path, JsonNode at, List<String> errors) {
    for (Map.Entry<String, JsonNode> field : at.properties()) {
      String name = field.getKey();
      if (name.equals("unmapped")) {
        continue;
      }
      JsonNode value = field.getValue();
      captions(path + "/" + name, value, errors);
      if (!name.endsWith("_id") || !value.isInt()) {
        continue;
      }
      String stem = name.substring(0, name.length() - "_id".length());
      String sibling = stem.equals("activity") ? "activity_name" : stem;
      String caption = at.path(sibling).asText(null);
      if (value.asInt() == OTHER && (caption == null || caption.isBlank())) {
        errors.add(path + "/" + name + " is 99, and " + sibling + " does not say what");
      }
      String wanted =
          stem.equals("activity")
              ? ACTIVITIES.get(at.path("type_uid").asLong())
              : CAPTIONS.get(stem + "=" + value.asInt());
      if (value.asInt() != OTHER && (wanted == null || !wanted.equals(caption))) {
        errors.add(
            path + "/" + name + " " + value + " is called " + caption + " and not " + wanted);
      }
    }
    if (at.isArray()) {
      at.forEach(one -> captions(path + "[]", one, errors));
    }
  }

  /** Of each class by {@code type_uid}. */
  private static final Map<Long, String> ACTIVITIES =
      Map.of(
          300401L, "Create",
          300410L, "Activate",
          300411L, "Deactivate",
          700101L, "Isolate",
          700102L, "Evict");

  /** From the tables of OCSF 1.8.0's dictionary, written down apart from the code under test. */
  private static final Map<String, String> CAPTIONS =
      Map.ofEntries(
          Map.entry("severity=1", "Informational"),
          Map.entry("severity=2", "Low"),
          Map.entry("severity=3", "Medium"),
          Map.entry("severity=4", "High"),
          Map.entry("severity=5", "Critical"),
          Map.entry("status=1", "Success"),
          Map.entry("status=2", "Failure"),
          Map.entry("action=1", "Allowed"),
          Map.entry("action=2", "Denied"),
          Map.entry("action=3", "Observed"),
          Map.entry("action=4", "Modified"),
          Map.entry("disposition=1", "Allowed"),
          Map.entry("disposition=2", "Blocked"),
          Map.entry("disposition=8", "Approved"),
          Map.entry("disposition=11", "Corrected"),
          Map.entry("disposition=13", "Uncorrected"),
          Map.entry("disposition=14", "Delayed"),
          Map.entry("disposition=16", "No Action"),
          Map.entry("disposition=17", "Logged"),
          Map.entry("disposition=19", "Alert"),
          Map.entry("disposition=27", "Error"),
          Map.entry("role=1", "Target"),
          Map.entry("type=5", "Policy"),
          Map.entry("type=6", "Virtual"),
          Map.entry("type=47", "Device: uid"));

  /** Each text that stands somewhere in an event. */
  static Set<String> texts(JsonNode event) {
    Set<String> texts = new TreeSet<>();
    if (event.isTextual()) {
      texts.add(event.textValue());
    }
    event.forEach(child -> texts.addAll(texts(child)));
    return texts;
  }

  private static Schema schema(String name) {
    String file = "/ocsf/" + name + "-1.8.0.draft2020-12.schema.json";
    try (InputStream in = Ocsf.class.getResourceAsStream(file)) {
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(Json.mapper().readTree(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
