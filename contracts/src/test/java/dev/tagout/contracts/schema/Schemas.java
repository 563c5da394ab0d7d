package dev.tagout.contracts.schema;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.tagout.contracts.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The schemas as they are shipped. */
public final class Schemas {
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  /**
   * A field of a document, with what the schema says about it.
   *
   * @param path as a contract violation names it
   * @param at where it stands in the document
   */
  public record Field(String path, JsonPointer at, JsonNode schema, boolean required) {
    /** The document with this instead of the field. */
    public JsonNode replacedBy(JsonNode value, JsonNode document) {
      JsonNode copy = document.deepCopy();
      ((ObjectNode) copy.at(at.head())).set(at.last().getMatchingProperty(), value);
      return copy;
    }

    /** The document without the field. */
    public JsonNode removedFrom(JsonNode document) {
      JsonNode copy = document.deepCopy();
      ((ObjectNode) copy.at(at.head())).remove(at.last().getMatchingProperty());
      return copy;
    }

    /** Whether the schema takes JSON of this type. */
    public boolean takes(String type) {
      JsonNode types = schema.path("type");
      return types.isTextual()
          ? types.textValue().equals(type)
          : Stream.of(types).flatMap(JsonNode::valueStream).anyMatch(t -> type.equals(t.asText()));
    }

    /** Whether it is one of some known words, or any other. */
    public boolean isOpenEnum() {
      return schema.has("anyOf");
    }

    @Override
    public String toString() {
      return path;
    }
  }

  private Schemas() {}

  /** The types that have a schema. */
  public static Set<String> types() {
    Path directory = Path.of(System.getProperty("tagout.root"), "contracts/src/main/resources");
    try (Stream<Path> files = Files.list(directory.resolve("schemas"))) {
      return files
          .map(f -> f.getFileName().toString().replaceFirst("\\.json$", ""))
          .collect(Collectors.toCollection(TreeSet::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The schema of a CloudEvents type. */
  public static JsonNode of(String type) {
    try (InputStream in = Schemas.class.getResourceAsStream("/schemas/" + type + ".json")) {
      if (in == null) {
        throw new IllegalArgumentException("there is no schema of " + type);
      }
      return Json.tree(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the schema of a type holds against a document; empty when nothing. */
  public static List<String> errors(String type, JsonNode document) {
    List<Error> errors = REGISTRY.getSchema(of(type)).validate(document);
    return errors.stream().map(Error::toString).toList();
  }

  /** Every field of a document that its schema knows; of a list, those of its first element. */
  public static List<Field> fields(String type, JsonNode document) {
    List<Field> fields = new ArrayList<>();
    collect(of(type), document, "", JsonPointer.empty(), fields);
    return fields;
  }

  private static void collect(
      JsonNode schema, JsonNode node, String path, JsonPointer at, List<Field> fields) {
    if (node.isArray() && !node.isEmpty()) {
      collect(schema.path("items"), node.get(0), path + "[0]", at.appendIndex(0), fields);
    }
    Set<String> required =
        schema.path("required").valueStream().map(JsonNode::asText).collect(Collectors.toSet());
    schema
        .path("properties")
        .propertyStream()
        .filter(p -> node.has(p.getKey()))
        .forEach(
            p -> {
              String name = p.getKey();
              String inner = path.isEmpty() ? name : path + "." + name;
              JsonPointer there = at.appendProperty(name);
              fields.add(new Field(inner, there, p.getValue(), required.contains(name)));
              collect(p.getValue(), node.get(name), inner, there, fields);
            });
  }
}
