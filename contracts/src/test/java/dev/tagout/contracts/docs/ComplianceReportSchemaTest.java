package dev.tagout.contracts.docs;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagout.contracts.json.Json;
import dev.tagout.contracts.report.ComplianceReport;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Holds {@code docs/reference/compliance-report.schema.json} and the records together. */
class ComplianceReportSchemaTest {
  /** Which of the components must be there is marked only here; elsewhere constructors say it. */
  private static final String MARKED = ComplianceReport.class.getPackageName();

  private final Map<String, ObjectNode> definitions = new TreeMap<>();

  @Test
  void schemaIsCurrent() throws IOException {
    // When
    ObjectNode schema = JsonNodeFactory.instance.objectNode();
    schema
        .put("$schema", "https://json-schema.org/draft/2020-12/schema")
        .put(
            "$comment",
            "Made from the records in dev.tagout.contracts.report. Refresh:"
                + " ./mvnw -pl contracts test -Dtagout.docs.write=true")
        .put("title", "Compliance report")
        .setAll(reference(ComplianceReport.class, Map.of()));
    schema.set("$defs", JsonNodeFactory.instance.objectNode().setAll(definitions));

    // Then
    ReferencePage.check(
        "compliance-report.schema.json",
        Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(schema) + "\n");
  }

  private ObjectNode reference(Type type, Map<TypeVariable<?>, Type> bound) {
    ObjectNode schema = JsonNodeFactory.instance.objectNode();
    if (type instanceof TypeVariable<?> variable) {
      return reference(bound.get(variable), bound);
    }
    if (type instanceof ParameterizedType of) {
      Class<?> raw = (Class<?>) of.getRawType();
      Type item = of.getActualTypeArguments()[0];
      Type actual = item instanceof TypeVariable<?> variable ? bound.get(variable) : item;
      if (raw == List.class) {
        schema.put("type", "array").set("items", reference(actual, bound));
        return schema;
      }
      return defined(
          raw,
          name(raw) + "Of" + name((Class<?>) actual),
          Map.of(raw.getTypeParameters()[0], actual));
    }
    Class<?> raw = (Class<?>) type;
    if (raw == long.class || raw == Long.class || raw == int.class) {
      return schema.put("type", "integer");
    }
    if (raw == boolean.class) {
      return schema.put("type", "boolean");
    }
    if (raw == Instant.class) {
      return schema.put("type", "string").put("format", "date-time");
    }
    if (raw == Duration.class) {
      return schema.put("type", "string").put("pattern", "^-?PT");
    }
    if (raw.isEnum()) {
      schema.put("type", "string");
      ArrayNode words = schema.putArray("enum");
      for (Object constant : raw.getEnumConstants()) {
        if (!((Enum<?>) constant).name().equals("UNRECOGNIZED")) {
          words.add(Json.toTree(constant));
        }
      }
      return schema;
    }
    if (raw.isRecord() && raw.getRecordComponents().length > 1) {
      return defined(raw, name(raw), Map.of());
    }
    // Text, and ids, which are text in JSON.
    return schema.put("type", "string");
  }

  private ObjectNode defined(Class<?> type, String name, Map<TypeVariable<?>, Type> bound) {
    if (!definitions.containsKey(name)) {
      ObjectNode schema = JsonNodeFactory.instance.objectNode();
      definitions.put(name, schema);
      schema.put("type", "object");
      ObjectNode properties = schema.putObject("properties");
      ArrayNode required = schema.putArray("required");
      for (RecordComponent component : type.getRecordComponents()) {
        boolean must =
            type.getPackageName().equals(MARKED)
                && component.getAccessor().isAnnotationPresent(JsonProperty.class);
        ObjectNode of = reference(component.getGenericType(), bound);
        if (must) {
          required.add(component.getName());
          properties.set(component.getName(), of);
        } else {
          properties
              .putObject(component.getName())
              .putArray("anyOf")
              .add(of)
              .addObject()
              .put("type", "null");
        }
      }
      schema.put("additionalProperties", false);
    }
    return JsonNodeFactory.instance.objectNode().put("$ref", "#/$defs/" + name);
  }

  private static String name(Class<?> type) {
    Class<?> around = type.getEnclosingClass();
    return around == null ? type.getSimpleName() : around.getSimpleName() + type.getSimpleName();
  }
}
