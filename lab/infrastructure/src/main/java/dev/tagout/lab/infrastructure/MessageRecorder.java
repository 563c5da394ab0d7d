package dev.tagout.lab.infrastructure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Keeps one message of each kind: of those that are short enough to read the one that says most.
 */
final class MessageRecorder {
  private static final int LONGEST = 3000;

  private final Path directory;
  private final Map<String, Integer> kept = new HashMap<>();

  MessageRecorder(Path directory) {
    this.directory = directory;
  }

  /** Writes a CloudEvent down where there is no better one of its kind; passes over all else. */
  synchronized void keep(ConsumerRecord<String, byte[]> record, ObjectNode headers) {
    if (!headers.has("ce_type") || record.value() == null || record.value().length > LONGEST) {
      return;
    }
    JsonNode payload;
    try {
      payload = Json.tree(record.value());
    } catch (ContractViolation e) {
      return;
    }
    if (record.topic().endsWith(".dlq")) {
      return;
    }
    String name =
        headers.path("ce_type").asText()
            + (payload.has("class_uid") ? "-" + payload.path("class_uid").asInt() : "");
    int says = leaves(payload);
    if (says <= kept.getOrDefault(name, -1)) {
      return;
    }
    kept.put(name, says);
    ObjectNode message = Json.mapper().createObjectNode();
    message.put("topic", record.topic()).put("key", record.key());
    message.set("headers", headers);
    message.set("payload", payload);
    try {
      Files.createDirectories(directory);
      Files.writeString(directory.resolve(name + ".json"), message.toPrettyString() + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int leaves(JsonNode node) {
    if (node.isValueNode()) {
      return node.isNull() ? 0 : 1;
    }
    int leaves = 0;
    for (JsonNode child : node) {
      leaves += leaves(child);
    }
    return leaves;
  }
}
