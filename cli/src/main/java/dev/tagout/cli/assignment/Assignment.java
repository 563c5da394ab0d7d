package dev.tagout.cli.assignment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.json.Json;
import dev.tagout.contracts.json.Require;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An assignment as the service takes it. What is null is not declared. The bounds are those of the
 * service, so that a file is refused before any of it was sent.
 *
 * @param admins null when not declared
 * @param maintenance hosts only
 * @param enforcement hosts only
 */
record Assignment(
    String tier,
    String group,
    String owner,
    String contact,
    List<String> admins,
    Boolean maintenance,
    Enforcement enforcement) {
  /** Nothing is declared. */
  static final Assignment NONE = new Assignment(null, null, null, null, null, null, null);

  /** Whether decisions on a host bind. */
  enum Enforcement {
    enforce,
    observe
  }

  /** A field of which the two are not equal; null where it is not declared. */
  record Change(String field, JsonNode before, JsonNode after) {}

  Assignment {
    said(tier, 100, "tier");
    said(group, 255, "group");
    said(owner, 255, "owner");
    said(contact, 255, "contact");
    if (admins != null) {
      admins.forEach(admin -> said(Require.present(admin, "admins"), 255, "admins"));
      admins = List.copyOf(admins);
    }
  }

  private static void said(String value, int length, String field) {
    Require.bounded(value, length, field);
    if (value != null && value.isBlank()) {
      throw new ContractViolation(field, "must not be blank; leave it out");
    }
    if (value != null && value.codePoints().anyMatch(Character::isISOControl)) {
      throw new ContractViolation(field, "must not have control characters");
    }
  }

  ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    put(json, "tier", tier);
    put(json, "group", group);
    put(json, "owner", owner);
    put(json, "contact", contact);
    if (admins != null) {
      ArrayNode array = json.putArray("admins");
      admins.forEach(array::add);
    }
    if (maintenance != null) {
      json.put("maintenance", maintenance);
    }
    if (enforcement != null) {
      json.put("enforcement", enforcement.name());
    }
    return json;
  }

  private static void put(ObjectNode json, String field, String value) {
    if (value != null) {
      json.put(field, value);
    }
  }

  /** What differs from what is assigned now, which may have fields that this version lacks. */
  List<Change> changes(JsonNode before) {
    ObjectNode after = toJson();
    List<Change> changes = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : after.properties()) {
      JsonNode old = before.path(field.getKey());
      if (!old.equals(field.getValue())) {
        changes.add(
            new Change(
                field.getKey(),
                old.isMissingNode() || old.isNull() ? null : old,
                field.getValue()));
      }
    }
    for (Map.Entry<String, JsonNode> field : before.properties()) {
      if (!after.has(field.getKey()) && !field.getValue().isNull()) {
        changes.add(new Change(field.getKey(), field.getValue(), null));
      }
    }
    return changes;
  }

  /** A value of a field, for people. */
  static String text(JsonNode value) {
    if (value == null) {
      return "nothing";
    }
    if (value.isArray()) {
      List<String> items = new ArrayList<>();
      value.forEach(item -> items.add(item.asText()));
      return items.isEmpty() ? "nobody" : String.join(", ", items);
    }
    return value.isValueNode() ? value.asText() : Json.text(value);
  }
}
