package dev.tagout.contracts.docs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.contracts.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A message that a service wrote and a test took out of Kafka. They are recorded by the integration
 * tests of the services (lab/infrastructure, {@code MessageCheck}).
 *
 * @param name of its file, by what it is of
 */
record RecordedMessage(String name, String topic, String key, JsonNode headers, JsonNode payload) {

  /** All of them, by name. */
  static List<RecordedMessage> all() {
    Path directory =
        Path.of(System.getProperty("tagout.root"), "contracts/src/test/resources/messages");
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(".json"))
          .sorted()
          .map(RecordedMessage::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static RecordedMessage read(Path file) {
    try {
      JsonNode json = Json.tree(Files.readAllBytes(file));
      return new RecordedMessage(
          file.getFileName().toString().replaceFirst("\\.json$", ""),
          json.path("topic").asText(),
          json.path("key").asText(),
          json.path("headers"),
          json.path("payload"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The CloudEvents type. */
  String type() {
    return headers.path("ce_type").asText();
  }
}
