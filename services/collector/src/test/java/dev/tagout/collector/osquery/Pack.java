package dev.tagout.collector.osquery;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.contracts.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * A pack as it is shipped, in {@code deploy/osquery}.
 *
 * @param name the file's, without its ending
 */
record Pack(String name, JsonNode root) {
  static Pack of(String name) {
    Path file = Path.of(System.getProperty("tagout.root"), "deploy/osquery", name + ".conf");
    try {
      return new Pack(name, Json.tree(Files.readAllBytes(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The scheduled queries, by the name that they have in a result. */
  Map<String, JsonNode> queries() {
    Map<String, JsonNode> queries = new TreeMap<>();
    root.path("queries")
        .properties()
        .forEach(q -> queries.put("pack_" + name + "_" + q.getKey(), q.getValue()));
    return queries;
  }

  /** The one query that runs when osquery loads the pack, to decorate results with. */
  String decorator() {
    return root.path("decorators").path("load").path(0).textValue();
  }
}
