package dev.tagout.lab.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What is asked of an OpenAPI document: that it is valid, and what OpenAPI leaves open. */
final class OpenApiRules {
  private static final String BASE = "https://spec.openapis.org/oas/3.1/";
  private static final String PROBLEM = "application/problem+json";
  private static final Set<String> METHODS =
      Set.of("get", "put", "post", "delete", "patch", "head", "options", "trace");

  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(
          SpecificationVersion.DRAFT_2020_12,
          registry ->
              registry.schemas(
                  Map.of(
                      BASE + "schema/2025-09-15", text("schema-2025-09-15"),
                      BASE + "dialect/2024-11-10", text("dialect-2024-11-10"),
                      BASE + "meta/2024-11-10", text("meta-2024-11-10"))));

  private static final Schema OFFICIAL = REGISTRY.getSchema(text("schema-base-2025-09-15"));

  private OpenApiRules() {}

  /** What OpenAPI's own schemas hold against a document; empty when nothing. */
  static List<String> invalid(JsonNode document) {
    return OFFICIAL.validate(document).stream().map(Object::toString).toList();
  }

  /** Which rules of ours it breaks, each with the operation; empty when none. */
  static List<String> broken(JsonNode document) {
    List<String> broken = new ArrayList<>();
    Map<String, String> ids = new TreeMap<>();
    document
        .path("paths")
        .propertyStream()
        .forEach(
            path ->
                path.getValue()
                    .propertyStream()
                    .filter(method -> METHODS.contains(method.getKey()))
                    .forEach(
                        method -> {
                          String name = method.getKey() + " " + path.getKey();
                          operation(document, name, method.getValue(), broken);
                          String id = method.getValue().path("operationId").asText("");
                          String other = id.isEmpty() ? null : ids.put(id, name);
                          if (other != null) {
                            broken.add(name + " has the operationId of " + other);
                          }
                        }));
    Set<String> references = new HashSet<>();
    references(document, references);
    references.stream()
        .filter(r -> !r.startsWith("#/") || document.at(r.substring(1)).isMissingNode())
        .sorted()
        .forEach(r -> broken.add("nothing is at " + r));
    return broken;
  }

  private static void operation(
      JsonNode document, String name, JsonNode operation, List<String> broken) {
    for (String text : List.of("operationId", "summary")) {
      if (operation.path(text).asText("").isBlank()) {
        broken.add(name + " has no " + text);
      }
    }
    if (operation.path("tags").isEmpty()) {
      broken.add(name + " has no tags");
    }
    JsonNode responses = operation.path("responses");
    responses
        .propertyStream()
        .filter(r -> r.getKey().equals("default") || r.getKey().compareTo("400") >= 0)
        .filter(r -> !isDecision(name, r.getKey()))
        .filter(
            r ->
                !r.getValue()
                    .at("/content/application~1problem+json/schema/$ref")
                    .asText()
                    .equals("#/components/schemas/Problem"))
        .forEach(r -> broken.add(name + " answers " + r.getKey() + " with no " + PROBLEM));
    if (!responses.has("default")) {
      broken.add(name + " does not say how it fails");
    }
    boolean takesSomething =
        operation.has("requestBody") || !operation.path("parameters").isEmpty();
    if (takesSomething && !responses.has("400")) {
      broken.add(name + " takes something and never says that it is wrong");
    }
    if (name.startsWith("get ") && name.contains("{") && !responses.has("404")) {
      broken.add(name + " takes an id and never says that it is unknown");
    }
    boolean secured = !operation.path("security").isEmpty();
    if (secured != responses.has("401")) {
      broken.add(name + (secured ? " takes a token and has no 401" : " has 401 and no security"));
    }
    operation
        .path("security")
        .forEach(
            scheme ->
                scheme
                    .fieldNames()
                    .forEachRemaining(
                        one -> {
                          if (!document.path("components").path("securitySchemes").has(one)) {
                            broken.add(name + " names no security scheme: " + one);
                          }
                        }));
  }

  /**
   * The start hook reads the status of the answer: a refusal there is an answer, and no problem.
   */
  private static boolean isDecision(String name, String status) {
    return name.equals("post /v1/reviews/libvirt") && status.equals("403");
  }

  private static void references(JsonNode node, Set<String> references) {
    if (node.path("$ref").isTextual()) {
      references.add(node.path("$ref").textValue());
    }
    node.forEach(child -> references(child, references));
  }

  private static String text(String name) {
    try (InputStream in = OpenApiRules.class.getResourceAsStream("/openapi/" + name + ".json")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
