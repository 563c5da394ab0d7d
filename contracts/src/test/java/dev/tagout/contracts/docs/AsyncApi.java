package dev.tagout.contracts.docs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.tagout.contracts.topic.Topic;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The AsyncAPI document of all topics, made from the catalogue, from the schemas of the messages
 * and from the settings of the services. Its bindings are those of Kafka, version 0.5.0.
 */
final class AsyncApi {
  /** The version of AsyncAPI that the document keeps to. */
  static final String VERSION = "3.0.0";

  private static final String BINDING_VERSION = "0.5.0";

  private static final YAMLMapper YAML =
      new YAMLMapper(
          YAMLFactory.builder()
              .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
              .disable(YAMLGenerator.Feature.SPLIT_LINES)
              .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
              .build());

  private final ObjectNode document = JsonNodeFactory.instance.objectNode();
  private final AsyncApiMessages messages;
  private final ObjectNode channels;
  private final ObjectNode operations;

  private AsyncApi() {
    document.put("asyncapi", VERSION);
    document
        .putObject("info")
        .put("title", "Tagout")
        .put("version", "1")
        .put(
            "description",
            "Every topic of Tagout. Values are JSON in UTF-8; unless a message says otherwise it is a"
                + " CloudEvent 1.0 in binary content mode, whose attributes are headers. Delivery is"
                + " at least once: a message that comes again has the same ce_source and ce_id."
                + " Order holds among messages of one key. Fields and words that are new may come"
                + " within a version: tolerate what you do not know. An operation says what the"
                + " service does that it is tagged with.")
        .putObject("license")
        .put("name", "Apache-2.0");
    document.put("defaultContentType", "application/json");
    ObjectNode server = document.putObject("servers").putObject("local");
    server.put("host", "127.0.0.1:9092").put("protocol", "kafka");
    server.put(
        "description",
        "As ./tagout up starts it, with one replica of each topic. A site gives its own in"
            + " KAFKA_BOOTSTRAP_SERVERS.");
    server.putObject("bindings").putObject("kafka").put("bindingVersion", BINDING_VERSION);
    channels = document.putObject("channels");
    operations = document.putObject("operations");
    messages = new AsyncApiMessages(document.putObject("components"), BINDING_VERSION);
  }

  /** The document. */
  static ObjectNode document() throws IOException {
    AsyncApi made = new AsyncApi();
    for (Topic topic : Topic.values()) {
      made.add(topic);
    }
    return made.document;
  }

  /** The document as it is written down. */
  static String text(JsonNode document) throws IOException {
    return "# Made from the catalogue Topic, the schemas of messages and the settings of services."
        + " Refresh: ./mvnw -pl contracts test -Dtagout.docs.write=true\n"
        + YAML.writeValueAsString(document);
  }

  private void add(Topic topic) throws IOException {
    List<String> carried =
        topic.messageTypes().isEmpty()
            ? List.of(messages.addForeign(topic))
            : topic.messageTypes().stream().map(type -> messages.add(topic, type)).toList();
    ObjectNode channel = channel(id(topic), topic.topicName(), topic.content());
    channel.put(
        "description",
        "Key: %s. %s"
            .formatted(
                topic.key(),
                topic
                    .retention()
                    .map(kept -> "Kept %d days.".formatted(kept.toDays()))
                    .orElse(
                        "Compacted: the newest record of each key is kept, and a record without a"
                            + " value says that its key is gone.")));
    bind(channel, topic.topicName(), topic.retention());
    carried.forEach(message -> carries(channel, message));
    if (topic.compacted()) {
      carries(channel, messages.addGone(topic));
    }

    for (String maker : topic.maker().split(", ")) {
      operation(maker, "send", id(topic), "%s sends %s".formatted(maker, topic.content()), carried);
    }
    for (Consumers.Consumer consumer : Consumers.of(topic)) {
      ObjectNode receives =
          operation(
              consumer.service(),
              "receive",
              id(topic),
              "%s receives %s".formatted(consumer.service(), topic.content()),
              null);
      ObjectNode group =
          receives
              .putObject("bindings")
              .putObject("kafka")
              .put("bindingVersion", BINDING_VERSION)
              .putObject("groupId")
              .put("type", "string");
      if (consumer.several()) {
        group.put("pattern", consumer.group()).put("description", "One for each destination.");
      } else {
        group.putArray("enum").add(consumer.group());
      }
      operation(
          consumer.service(),
          "send",
          deadLetters(topic),
          "%s puts aside what it cannot process, and notes what was replayed"
              .formatted(consumer.service()),
          null);
      operation(
          consumer.service(),
          "receive",
          deadLetters(topic),
          "%s shows dead letters at /v1/dead-letters, in no group of consumers"
              .formatted(consumer.service()),
          null);
    }
    ObjectNode letters =
        channel(deadLetters(topic), topic.deadLetterName(), "Dead letters of " + topic.topicName());
    letters.put(
        "description",
        "What a consumer of %s could not process. Kept %d days. Key: that of the record."
            .formatted(topic.topicName(), Topic.DEAD_LETTER_RETENTION.toDays()));
    bind(letters, topic.deadLetterName(), Optional.of(Topic.DEAD_LETTER_RETENTION));
    carries(letters, AsyncApiMessages.DEAD_LETTER);
    carries(letters, AsyncApiMessages.REPLAY_NOTE);
  }

  private ObjectNode channel(String id, String address, String title) {
    ObjectNode channel = channels.putObject(id);
    channel.put("address", address).put("title", title);
    channel.putObject("messages");
    return channel;
  }

  private static void carries(ObjectNode channel, String message) {
    ref(
        ((ObjectNode) channel.get("messages")).putObject(message),
        "#/components/messages/" + message);
  }

  private static void bind(ObjectNode channel, String topic, Optional<Duration> retention) {
    ObjectNode kafka = channel.putObject("bindings").putObject("kafka");
    kafka.put("topic", topic).put("partitions", Topic.PARTITIONS);
    ObjectNode configuration = kafka.putObject("topicConfiguration");
    ArrayNode policy = configuration.putArray("cleanup.policy");
    policy.add(retention.isPresent() ? "delete" : "compact");
    retention.ifPresent(kept -> configuration.put("retention.ms", kept.toMillis()));
    kafka.put("bindingVersion", BINDING_VERSION);
  }

  /**
   * What a service does with a channel.
   *
   * @param carried the messages of it; null for all that the channel has
   */
  private ObjectNode operation(
      String service, String action, String channel, String summary, List<String> carried) {
    ObjectNode operation =
        operations.putObject(
            camel(service)
                + (action.equals("send") ? "Sends" : "Receives")
                + Character.toUpperCase(channel.charAt(0))
                + channel.substring(1));
    operation.put("action", action);
    ref(operation.putObject("channel"), "#/channels/" + channel);
    operation.put("summary", summary);
    operation.putArray("tags").addObject().put("name", service);
    if (carried != null) {
      ArrayNode some = operation.putArray("messages");
      carried.forEach(
          message ->
              ref(some.addObject(), "#/channels/%s/messages/%s".formatted(channel, message)));
    }
    return operation;
  }

  private static void ref(ObjectNode at, String to) {
    at.put("$ref", to);
  }

  private static String id(Topic topic) {
    return camel(topic.name().toLowerCase(java.util.Locale.ROOT));
  }

  private static String deadLetters(Topic topic) {
    return id(topic) + "DeadLetters";
  }

  private static String camel(String words) {
    StringBuilder camel = new StringBuilder();
    boolean up = false;
    for (char c : words.toCharArray()) {
      if (c == '-' || c == '_') {
        up = true;
      } else {
        camel.append(up ? Character.toUpperCase(c) : c);
        up = false;
      }
    }
    return camel.toString();
  }
}
