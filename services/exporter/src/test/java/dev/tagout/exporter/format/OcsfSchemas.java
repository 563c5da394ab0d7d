package dev.tagout.exporter.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.tagout.contracts.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The closed schemas of OCSF 1.8.0 that the contracts are tested with. */
final class OcsfSchemas {
  private static final Map<Integer, String> NAMES =
      Map.of(
          2003, "compliance_finding",
          2004, "detection_finding",
          3004, "entity_management",
          6003, "api_activity",
          7001, "remediation_activity");

  private static final Map<Integer, Schema> SCHEMAS = new TreeMap<>();

  private OcsfSchemas() {}

  static List<String> errors(JsonNode event) {
    int type = event.path("class_uid").asInt();
    return SCHEMAS.computeIfAbsent(type, t -> schema(NAMES.get(t))).validate(event).stream()
        .map(Error::toString)
        .toList();
  }

  private static Schema schema(String name) {
    Path file =
        Path.of(
            System.getProperty("tagout.root"),
            "contracts/src/test/resources/ocsf",
            name + "-1.8.0.draft2020-12.schema.json");
    try {
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(Json.mapper().readTree(Files.readAllBytes(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
