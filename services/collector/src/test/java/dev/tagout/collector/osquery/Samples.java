package dev.tagout.collector.osquery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagout.contracts.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Lines as osquery's Kafka logger writes them. */
final class Samples {
  private Samples() {}

  /** A whole result of each query of ours. */
  static List<ObjectNode> ours() {
    return lines("tagout.synthetic.jsonl");
  }

  /** Results of queries that are none of ours, in osquery's three shapes. */
  static List<ObjectNode> others() {
    return lines("results.synthetic.jsonl");
  }

  /** The one of ours with this name. */
  static ObjectNode of(String queryName) {
    return ours().stream()
        .filter(line -> line.path("name").textValue().equals(queryName))
        .findFirst()
        .orElseThrow();
  }

  private static List<ObjectNode> lines(String file) {
    try (InputStream in = Samples.class.getResourceAsStream("/osquery/" + file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> Json.read(line, ObjectNode.class))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
