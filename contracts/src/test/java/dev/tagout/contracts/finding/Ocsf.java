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
          2003, schema("compliance_finding"),
          2004, schema("detection_finding"),
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
    captions("", event, event.path("category_uid").asInt() == 2, errors);
    return errors;
  }

  /** Each number with a name must have the right one beside it, and 99 one of its own. */
  private static void captions(String path, JsonNode at, boolean finding, List<String> errors) {
    for (Map.Entry<String, JsonNode> field : at.properties()) {
      String name = field.getKey();
      if (name.equals("unmapped")) {
        continue;
      }
      JsonNode value = field.getValue();
      captions(path + "/" + name, value, finding, errors);
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
              : CAPTIONS.get(meaning(path, stem, finding) + "=" + value.asInt());
      if (value.asInt() != OTHER && (wanted == null || !wanted.equals(caption))) {
        errors.add(
            path + "/" + name + " " + value + " is called " + caption + " and not " + wanted);
      }
    }
    if (at.isArray()) {
      at.forEach(one -> captions(path + "[]", one, finding, errors));
    }
  }

  /** A status means one thing of an activity, another of a finding, and another of a rule. */
  private static String meaning(String path, String stem, boolean finding) {
    if (!stem.equals("status")) {
      return stem;
    }
    return path.startsWith("/compliance") ? "compliance" : finding ? "finding" : "status";
  }

  /** Of each class by {@code type_uid}. */
  private static final Map<Long, String> ACTIVITIES =
      Map.ofEntries(
          Map.entry(200301L, "Create"),
          Map.entry(200302L, "Update"),
          Map.entry(200303L, "Close"),
          Map.entry(200401L, "Create"),
          Map.entry(200402L, "Update"),
          Map.entry(200403L, "Close"),
          Map.entry(300401L, "Create"),
          Map.entry(300403L, "Update"),
          Map.entry(300410L, "Activate"),
          Map.entry(300411L, "Deactivate"),
          Map.entry(700101L, "Isolate"),
          Map.entry(700102L, "Evict"));

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
          Map.entry("finding=1", "New"),
          Map.entry("finding=2", "In Progress"),
          Map.entry("finding=3", "Suppressed"),
          Map.entry("finding=4", "Resolved"),
          Map.entry("compliance=0", "Unknown"),
          Map.entry("compliance=1", "Pass"),
          Map.entry("compliance=2", "Warning"),
          Map.entry("compliance=3", "Fail"),
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
          Map.entry("disposition=15", "Detected"),
          Map.entry("disposition=16", "No Action"),
          Map.entry("disposition=17", "Logged"),
          Map.entry("disposition=19", "Alert"),
          Map.entry("disposition=27", "Error"),
          Map.entry("role=1", "Target"),
          Map.entry("role=3", "Affected"),
          Map.entry("type=1", "Rule"),
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
