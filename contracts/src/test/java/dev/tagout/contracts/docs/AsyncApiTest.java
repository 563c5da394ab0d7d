package dev.tagout.contracts.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.tagout.contracts.Samples;
import dev.tagout.contracts.Samples.Sample;
import dev.tagout.contracts.json.Json;
import dev.tagout.contracts.topic.Topic;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AsyncApiTest {
  private static final String HERE = "urn:tagout:asyncapi";

  private static ObjectNode document;
  private static Schema official;

  /** The document as a collection of schemas, in which its own references are followed. */
  private static SchemaRegistry own;

  @BeforeAll
  static void make() throws IOException {
    document = AsyncApi.document();
    own =
        SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_7,
            registry -> registry.schemas(Map.of(HERE, document.toString())));
    try (InputStream in =
        AsyncApiTest.class.getResourceAsStream("/asyncapi/" + AsyncApi.VERSION + ".json")) {
      official =
          SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
              .getSchema(Json.mapper().readTree(in));
    }
  }

  static List<Sample> samples() {
    return Samples.all();
  }

  static List<RecordedMessage> recorded() {
    return RecordedMessage.all();
  }

  static Stream<Named<Consumer<ObjectNode>>> faults() {
    return Stream.of(
        fault("no title", broken -> at(broken, "/info").remove("title")),
        fault("another version", broken -> broken.put("asyncapi", "2.6.0")),
        fault("a channel whose address is a number", broken -> vmEvents(broken).put("address", 7)),
        fault(
            "an operation that neither sends nor receives",
            broken -> at(broken, "/operations/collectorSendsVmEvents").put("action", "publish")),
        fault(
            "a topic without partitions",
            broken -> at(broken, "/channels/vmEvents/bindings/kafka").put("partitions", 0)),
        fault(
            "a schema whose type is none",
            broken -> at(broken, "/components/schemas/osqueryResult").put("type", "thing")),
        fault("an unknown field", broken -> broken.put("topics", 9)));
  }

  @Test
  void theDocumentIsCurrent() throws IOException {
    // When
    String made = AsyncApi.text(document);

    // Then
    ReferencePage.check("asyncapi.yaml", made);
  }

  @Test
  void isValidByAsyncApisOwnSchema() {
    // When
    List<Error> errors = official.validate(document);

    // Then
    assertThat(errors).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("faults")
  void aBrokenDocumentIsRefused(Consumer<ObjectNode> fault) {
    // Given
    ObjectNode broken = document.deepCopy();
    fault.accept(broken);

    // When
    List<Error> errors = official.validate(broken);

    // Then
    assertThat(errors).isNotEmpty();
  }

  @Test
  void everyReferenceLeadsSomewhere() {
    // Given
    Set<String> references = new TreeSet<>();
    references(document, references);

    // When
    List<String> lost =
        references.stream()
            .filter(r -> !r.startsWith("#/") || document.at(r.substring(1)).isMissingNode())
            .toList();

    // Then
    assertThat(references).hasSizeGreaterThan(Topic.values().length);
    assertThat(lost).isEmpty();
  }

  @Test
  void hasEveryTopicWithItsDeadLettersAndNoOther() {
    // Given
    List<String> topics =
        Arrays.stream(Topic.values())
            .flatMap(t -> Stream.of(t.topicName(), t.deadLetterName()))
            .toList();

    // When
    List<String> addresses =
        document.path("channels").valueStream().map(c -> c.path("address").asText()).toList();

    // Then
    assertThat(addresses).containsExactlyInAnyOrderElementsOf(topics);
  }

  @Test
  void saysWhoReadsATopicAndInWhichGroup() {
    // When
    JsonNode reads = document.at("/operations/remediationReceivesVerdicts");

    // Then
    assertThat(reads.path("channel").path("$ref").asText()).isEqualTo("#/channels/verdicts");
    assertThat(reads.at("/bindings/kafka/groupId/enum/0").asText())
        .startsWith("tagout-remediation");
  }

  @Test
  void saysThatTheExporterReadsFindingsInAGroupForEachDestination() {
    // When
    JsonNode group =
        document.at("/operations/exporterReceivesFindings/bindings/kafka/groupId/pattern");

    // Then
    assertThat("tagout-exporter-siem").matches(group.asText());
    assertThat(document.at("/operations/exporterSendsFindingsDeadLetters").isObject()).isTrue();
    assertThat(document.at("/operations/exporterReceivesFindingsDeadLetters").isObject()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void whatTheCodecWritesIsAsTheDocumentSays(Sample sample) {
    // Given
    JsonNode written = Json.tree(Json.bytes(sample.value()));

    // When
    List<Error> errors = schema("/components/schemas/" + sample.type()).validate(written);

    // Then
    assertThat(errors).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("recorded")
  void anExampleIsAsTheDocumentSays(RecordedMessage message) {
    // Given
    String at = "/components/messages/" + message.type();

    // When
    List<Error> headers = schema(at + "/headers").validate(message.headers());
    List<Error> payload = schema(at + "/payload").validate(message.payload());

    // Then
    assertThat(headers).isEmpty();
    assertThat(payload).isEmpty();
    assertThat(document.at(at + "/examples").findValuesAsText("name")).contains(message.name());
  }

  @Test
  void everyCloudEventAndEveryClassOfFindingsHasAnExampleOutOfKafka() {
    // Given
    List<String> types =
        Arrays.stream(Topic.values()).flatMap(t -> t.messageTypes().stream()).toList();
    Set<Integer> classes = new TreeSet<>();
    document
        .at("/components/schemas")
        .propertyStream()
        .filter(s -> s.getKey().startsWith("ocsf."))
        .forEach(s -> classes.add(s.getValue().at("/properties/class_uid/enum/0").asInt()));

    // When
    List<RecordedMessage> recorded = RecordedMessage.all();

    // Then
    assertThat(recorded).extracting(RecordedMessage::type).containsAll(types);
    assertThat(recorded)
        .filteredOn(one -> one.topic().equals(Topic.FINDINGS.topicName()))
        .extracting(one -> one.payload().path("class_uid").asInt())
        .containsAll(classes);
  }

  @Test
  void aMessageOfAnotherShapeIsRefused() {
    // Given
    JsonNode payload = Json.tree(Json.bytes(Map.of("host", 7)));
    JsonNode headers = Json.tree(Json.bytes(Map.of("ce_type", "dev.tagout.vm.stopped.v1")));
    String at = "/components/messages/dev.tagout.vm.started.v1";

    // When
    List<Error> ofPayload = schema(at + "/payload").validate(payload);
    List<Error> ofHeaders = schema(at + "/headers").validate(headers);

    // Then
    assertThat(ofPayload).extracting(Error::getKeyword).contains("type");
    assertThat(ofHeaders).extracting(Error::getKeyword).contains("required", "const");
  }

  private static Schema schema(String pointer) {
    return own.getSchema(SchemaLocation.of(HERE + "#" + pointer));
  }

  private static Named<Consumer<ObjectNode>> fault(String name, Consumer<ObjectNode> fault) {
    return Named.of(name, fault);
  }

  private static ObjectNode vmEvents(ObjectNode broken) {
    return at(broken, "/channels/vmEvents");
  }

  private static ObjectNode at(ObjectNode broken, String pointer) {
    return (ObjectNode) broken.at(pointer);
  }

  private static void references(JsonNode node, Set<String> references) {
    if (node.path("$ref").isTextual()) {
      references.add(node.path("$ref").textValue());
    }
    node.forEach(child -> references(child, references));
  }
}
