package dev.tagout.lab.infrastructure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * Whether what a service writes to Kafka is as {@code docs/reference/asyncapi.yaml} says: headers
 * and value of each record, and of findings the whole of OCSF's schema of their class. For tests
 * that read topics: they hand over what they read, whatever they want of it.
 *
 * <p>With the system property {@value #WRITE_PROPERTY} it also keeps, of each kind of message, one
 * that says much, under {@code contracts/src/test/resources/messages}: from there they come into
 * the document as examples.
 */
public final class MessageCheck {
  /** Set to {@code true}, messages are recorded and not checked. */
  public static final String WRITE_PROPERTY = "tagout.messages.write";

  private static final String HERE = "urn:tagout:asyncapi";

  private final JsonNode document;
  private final SchemaRegistry schemas;
  private final Map<Integer, Schema> classes;
  private final Set<String> sent;
  private final Set<String> checked = ConcurrentHashMap.newKeySet();
  private final MessageRecorder recorder;

  /**
   * A check of what a service writes.
   *
   * @param service as the operations of the document are tagged
   * @throws IllegalArgumentException when it sends nothing by the document
   */
  public MessageCheck(Checkout checkout, String service) {
    try {
      document =
          new YAMLMapper()
              .readTree(checkout.root().resolve("docs/reference/asyncapi.yaml").toFile());
      classes = classes(checkout.root().resolve("contracts/src/test/resources/ocsf"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    schemas =
        SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_7,
            registry -> registry.schemas(Map.of(HERE, document.toString())));
    sent = Set.copyOf(sent(service));
    if (sent.isEmpty()) {
      throw new IllegalArgumentException("by the document " + service + " sends nothing");
    }
    recorder =
        Boolean.getBoolean(WRITE_PROPERTY)
            ? new MessageRecorder(checkout.root().resolve("contracts/src/test/resources/messages"))
            : null;
  }

  /**
   * Checks the records of topics that the service writes to, each once; others are passed over.
   *
   * @throws AssertionError that names the first record which is not as the document says, and why
   */
  public void check(Iterable<ConsumerRecord<String, byte[]>> records) {
    for (ConsumerRecord<String, byte[]> record : records) {
      String where = record.topic() + "-" + record.partition() + "@" + record.offset();
      if (!sent.contains(record.topic()) || checked.contains(where)) {
        continue;
      }
      if (recorder != null) {
        recorder.keep(record, headers(record));
      } else {
        List<String> faults = faults(record);
        if (!faults.isEmpty()) {
          throw new AssertionError(
              "%s, key %s, is not as docs/reference/asyncapi.yaml says: %s"
                  .formatted(where, record.key(), String.join("; ", faults)));
        }
      }
      checked.add(where);
    }
  }

  /** What the document holds against a record, whoever wrote it; empty when nothing. */
  public List<String> faults(ConsumerRecord<String, byte[]> record) {
    Optional<JsonNode> channel =
        document
            .path("channels")
            .valueStream()
            .filter(one -> one.path("address").asText().equals(record.topic()))
            .findAny();
    if (channel.isEmpty()) {
      return List.of("there is no such topic");
    }
    ObjectNode headers = headers(record);
    String message = message(channel.get().path("messages"), record, headers);
    JsonNode described = document.at("/components/messages").path(message);
    if (!channel.get().path("messages").has(message)) {
      return List.of("it carries no message " + message);
    }
    List<String> faults = new ArrayList<>();
    if (described.has("headers")) {
      validate(message, "headers", headers, faults);
    }
    if (described.path("contentType").asText().equals("application/json")
        || record.value() == null) {
      JsonNode payload;
      try {
        payload = record.value() == null ? NullNode.getInstance() : Json.tree(record.value());
      } catch (ContractViolation e) {
        faults.add("value: " + e.getMessage());
        return faults;
      }
      validate(message, "payload", payload, faults);
      if (payload.has("class_uid")) {
        Schema ocsf = classes.get(payload.path("class_uid").asInt());
        if (ocsf != null) {
          ocsf.validate(payload).forEach(error -> faults.add("OCSF: " + error));
        }
      }
    }
    return faults;
  }

  private static String message(
      JsonNode messages, ConsumerRecord<String, byte[]> record, ObjectNode headers) {
    if (messages.has("deadLetter")) {
      return headers.has("tagout_replayed_offset") ? "replayNote" : "deadLetter";
    }
    if (record.value() == null) {
      return "gone";
    }
    return headers.path("ce_type").asText("without the header ce_type");
  }

  private void validate(String message, String part, JsonNode value, List<String> faults) {
    schemas
        .getSchema(
            SchemaLocation.of("%s#/components/messages/%s/%s".formatted(HERE, message, part)))
        .validate(value)
        .forEach(error -> faults.add(part + ": " + error));
  }

  private Set<String> sent(String service) {
    Set<String> topics = ConcurrentHashMap.newKeySet();
    document
        .path("operations")
        .valueStream()
        .filter(one -> one.path("action").asText().equals("send"))
        .filter(one -> one.at("/tags/0/name").asText().equals(service))
        .forEach(
            one -> {
              String channel = one.at("/channel/$ref").asText().substring(1);
              topics.add(document.at(channel).path("address").asText());
            });
    return topics;
  }

  private static ObjectNode headers(ConsumerRecord<String, byte[]> record) {
    ObjectNode headers = JsonNodeFactory.instance.objectNode();
    for (Header header : record.headers()) {
      headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
    }
    return headers;
  }

  private static Map<Integer, Schema> classes(Path directory) throws IOException {
    Map<Integer, Schema> classes = new ConcurrentHashMap<>();
    SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.filter(one -> one.toString().endsWith(".schema.json")).toList()) {
        JsonNode schema = read(file);
        classes.put(schema.at("/properties/class_uid/enum/0").asInt(), registry.getSchema(schema));
      }
    }
    return classes;
  }

  private static JsonNode read(Path file) throws IOException {
    try {
      return Json.mapper().readTree(Files.readString(file));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(file + " is no JSON", e);
    }
  }
}
