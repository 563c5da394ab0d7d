package dev.tagout.contracts.docs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagout.contracts.json.Json;
import dev.tagout.contracts.schema.Schemas;
import dev.tagout.contracts.topic.MessageType;
import dev.tagout.contracts.topic.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The messages of the AsyncAPI document, with the schemas of their headers and values. */
final class AsyncApiMessages {
  static final String DEAD_LETTER = "deadLetter";
  static final String REPLAY_NOTE = "replayNote";

  private static final String HEADERS = "cloudEventHeaders";

  /** Of an event's fields in our document: what is in them says OCSF. */
  private static final Set<String> SHALLOW = Set.of("title", "type", "enum");

  private final List<RecordedMessage> recorded = RecordedMessage.all();
  private final ObjectNode messages;
  private final ObjectNode schemas;
  private final String bindingVersion;

  AsyncApiMessages(ObjectNode components, String bindingVersion) {
    this.bindingVersion = bindingVersion;
    this.messages = components.putObject("messages");
    this.schemas = components.putObject("schemas");
    addHeaders();
    addDeadLetters();
  }

  /** A CloudEvent; returns its name among the messages. */
  String add(Topic topic, String type) {
    JsonNode payload = type.equals(MessageType.FINDING) ? finding() : payload(Schemas.of(type));
    schemas.set(type, payload);
    ObjectNode message = message(type, payload.path("title").asText(), topic);
    message.put("summary", payload.path("description").asText());
    ObjectNode headers = message.putObject("headers").put("type", "object");
    ArrayNode all = headers.putArray("allOf");
    ref(all.addObject(), HEADERS);
    all.addObject().putObject("properties").putObject("ce_type").put("const", type);
    ref(message.putObject("payload"), type);
    ArrayNode examples = message.putArray("examples");
    recorded.stream()
        .filter(one -> one.type().equals(type) && one.topic().equals(topic.topicName()))
        .forEach(
            one -> {
              ObjectNode example = examples.addObject().put("name", one.name());
              example.put("summary", "Taken out of Kafka by a test, with the key " + one.key());
              example.set("headers", one.headers());
              example.set("payload", one.payload());
            });
    return type;
  }

  /** What somebody else writes in a format of their own; returns its name among the messages. */
  String addForeign(Topic topic) {
    return switch (topic) {
      case INGEST_OSQUERY -> addOsquery();
      default -> throw new IllegalArgumentException("nobody knows what is in " + topic);
    };
  }

  /** A record without a value; returns its name among the messages. */
  String addGone(Topic topic) {
    ObjectNode gone = message("gone", "A key is gone", topic);
    gone.put("summary", "A record without a value: there is nothing more to be said of its key.");
    gone.putObject("payload").put("type", "null");
    return "gone";
  }

  private ObjectNode message(String name, String title, Topic topic) {
    ObjectNode message = messages.putObject(name);
    message.put("name", name).put("title", title).put("contentType", "application/json");
    message
        .putObject("bindings")
        .putObject("kafka")
        .put("bindingVersion", bindingVersion)
        .putObject("key")
        .put("type", "string")
        .put("description", topic.key());
    return message;
  }

  /** The schema without what names it as a document of its own; it keeps within draft 7. */
  private static ObjectNode payload(JsonNode schema) {
    ObjectNode payload = schema.deepCopy();
    payload.remove(List.of("$schema", "$id", "examples"));
    return payload;
  }

  private ObjectNode finding() {
    ObjectNode finding = Json.mapper().createObjectNode();
    finding.put("title", "Event for the SIEM");
    finding.put(
        "description",
        "An event of OCSF 1.8.0, of the class that class_uid names. The classes here have the fields"
            + " at the top; what is in them is in OCSF's own schema of the class.");
    ArrayNode classes = finding.put("type", "object").putArray("oneOf");
    Path directory =
        Path.of(System.getProperty("tagout.root"), "contracts/src/test/resources/ocsf");
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.sorted().toList()) {
        if (file.toString().endsWith(".schema.json")) {
          String name = file.getFileName().toString().replaceFirst("-1\\.8\\.0\\..*", "");
          schemas.set("ocsf." + name, ocsf(name, Json.tree(Files.readAllBytes(file))));
          ref(classes.addObject(), "ocsf." + name);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return finding;
  }

  private static ObjectNode ocsf(String name, JsonNode schema) {
    ObjectNode shallow = Json.mapper().createObjectNode();
    shallow.set("title", schema.get("title"));
    shallow
        .putObject("externalDocs")
        .put("description", "The class in OCSF 1.8.0")
        .put("url", "https://schema.ocsf.io/1.8.0/classes/" + name);
    shallow.set("type", schema.get("type"));
    shallow.set("required", schema.get("required"));
    shallow.set("additionalProperties", schema.get("additionalProperties"));
    ObjectNode properties = shallow.putObject("properties");
    schema
        .path("properties")
        .propertyStream()
        .forEach(
            p -> {
              ObjectNode field = properties.putObject(p.getKey());
              SHALLOW.stream()
                  .sorted()
                  .filter(p.getValue()::has)
                  .forEach(word -> field.set(word, p.getValue().get(word)));
              if (p.getValue().has("$ref")) {
                field.put("type", "object");
              }
            });
    return shallow;
  }

  private void addHeaders() {
    ObjectNode headers = object(HEADERS, "Attributes of a CloudEvent 1.0 in binary content mode");
    ArrayNode required = headers.putArray("required");
    for (String name :
        List.of("ce_specversion", "ce_id", "ce_type", "ce_source", "ce_time", "content-type")) {
      required.add(name);
    }
    ObjectNode properties = headers.putObject("properties");
    text(properties, "ce_specversion", "The version of CloudEvents.").put("const", "1.0");
    text(
            properties,
            "ce_id",
            "With ce_source the identity: a message that comes again has the same.")
        .put("minLength", 1);
    text(properties, "ce_type", "What kind of message it is.");
    text(properties, "ce_source", "Who says so.").put("format", "uri-reference");
    text(properties, "ce_time", "When it came about, or was observed.").put("format", "date-time");
    text(properties, "ce_subject", "What it is about: the id of a VM or host, where it is of one.");
    text(properties, "content-type", "That of the value.").put("const", "application/json");
    text(properties, "traceparent", "W3C trace context, where the message belongs to a trace.");
    text(properties, "tagout_replayed_at", "That it was a dead letter, and when it was sent again.")
        .put("format", "date-time");
  }

  private void addDeadLetters() {
    ObjectNode headers =
        object("deadLetterHeaders", "Those of the record as it came, and why it was put aside");
    ArrayNode required = headers.putArray("required");
    for (String name : List.of("reason", "exception", "topic", "partition", "offset")) {
      required.add("tagout_dead_letter_" + name);
    }
    ObjectNode properties = headers.putObject("properties");
    text(properties, "tagout_dead_letter_reason", "For a person.").put("maxLength", 2001);
    text(properties, "tagout_dead_letter_exception", "The class of what was thrown.");
    text(properties, "tagout_dead_letter_field", "The field that is wrong, where one is.");
    text(properties, "tagout_dead_letter_topic", "Where it came from.");
    for (String number : List.of("partition", "offset")) {
      text(properties, "tagout_dead_letter_" + number, "Where it stood there.")
          .put("pattern", "^[0-9]+$");
    }
    text(
            properties,
            "tagout_dead_letter_size",
            "Only the beginning was kept; the whole value had so many bytes.")
        .put("pattern", "^[0-9]+$");
    ObjectNode letter = messages.putObject(DEAD_LETTER);
    letter.put("name", DEAD_LETTER).put("title", "A record that could not be processed");
    letter.put("summary", "The record as it came, whatever it is, with the reason in headers.");
    letter.put("contentType", "application/octet-stream");
    ref(letter.putObject("headers"), "deadLetterHeaders");
    letter.putObject("payload").put("description", "The bytes of the record.");

    ObjectNode noteHeaders = object("replayNoteHeaders", "Which letter was replayed");
    noteHeaders.putArray("required").add("tagout_replayed_offset");
    text(
            noteHeaders.putObject("properties"),
            "tagout_replayed_offset",
            "The offset of the letter in this partition.")
        .put("pattern", "^[0-9]+$");
    ObjectNode note = messages.putObject(REPLAY_NOTE);
    note.put("name", REPLAY_NOTE).put("title", "A letter was sent back to its topic");
    note.put("summary", "A record without a value, in the partition of the letter.");
    ref(note.putObject("headers"), "replayNoteHeaders");
    note.putObject("payload").put("type", "null");
  }

  private String addOsquery() {
    ObjectNode result = object("osqueryResult", "A line of osquery's result log");
    result.put(
        "description",
        "As osquery's Kafka logger writes it, no CloudEvent. Queries that are not of our packs are"
            + " passed over. Old versions of osquery call hostIdentifier hostname.");
    result.putArray("required").add("name");
    ObjectNode properties = result.putObject("properties");
    text(properties, "name", "The query, such as pack_tagout-vm_tagout_vm_protection.");
    text(properties, "hostIdentifier", "How osquery calls the machine.");
    properties
        .putObject("unixTime")
        .put("description", "When it was asked, in seconds; old versions write a text.")
        .putArray("type")
        .add("integer")
        .add("string");
    properties
        .putObject("snapshot")
        .put("description", "The rows of the answer.")
        .put("type", "array")
        .putObject("items")
        .put("type", "object");
    ObjectNode message = message("osqueryResult", "osquery result", Topic.INGEST_OSQUERY);
    message.put("summary", "What a query found on a machine.");
    ref(message.putObject("payload"), "osqueryResult");
    return "osqueryResult";
  }

  private ObjectNode object(String name, String title) {
    return schemas.putObject(name).put("title", title).put("type", "object");
  }

  private static ObjectNode text(ObjectNode properties, String name, String description) {
    return properties.putObject(name).put("description", description).put("type", "string");
  }

  private static void ref(ObjectNode at, String schema) {
    at.put("$ref", "#/components/schemas/" + schema);
  }
}
