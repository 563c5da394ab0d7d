package dev.tagout.lab.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagout.contracts.json.Json;
import dev.tagout.contracts.topic.Topic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class MessageCheckTest {
  private final MessageCheck check = new MessageCheck(Checkout.current(), "policy-evaluation");

  @Test
  void takesWhatWasRecorded() throws IOException {
    // Given
    ConsumerRecord<String, byte[]> record = record(recorded("dev.tagout.finding.v1-6003"));

    // When
    List<String> faults = check.faults(record);

    // Then
    assertThat(faults).isEmpty();
  }

  @Test
  void namesAHeaderAndAFieldThatAreWrong() throws IOException {
    // Given
    ObjectNode message = recorded("dev.tagout.decision.made.v1");
    ((ObjectNode) message.get("headers")).remove("ce_id");
    ((ObjectNode) message.get("payload")).put("admitted", "yes");

    // When
    List<String> faults = check.faults(record(message));

    // Then
    assertThat(faults).hasSize(2);
    assertThat(faults.get(0)).startsWith("headers: ").contains("ce_id");
    assertThat(faults.get(1)).startsWith("payload: ").contains("/admitted");
  }

  @Test
  void holdsFindingsAgainstTheWholeOfTheirClass() throws IOException {
    // Given
    ObjectNode message = recorded("dev.tagout.finding.v1-6003");
    ((ObjectNode) message.at("/payload/metadata")).put("colour", "blue");

    // When
    List<String> faults = check.faults(record(message));

    // Then
    assertThat(faults).singleElement().asString().startsWith("OCSF: ").contains("colour");
  }

  @Test
  void refusesAMessageOnATopicThatDoesNotCarryIt() throws IOException {
    // Given
    ObjectNode message = recorded("dev.tagout.decision.made.v1");
    message.put("topic", Topic.FINDINGS.topicName());

    // When
    List<String> faults = check.faults(record(message));

    // Then
    assertThat(faults).containsExactly("it carries no message dev.tagout.decision.made.v1");
  }

  @Test
  void takesARecordWithoutAValueOnACompactedTopicOnly() {
    // When
    List<String> compacted = check.faults(bare(Topic.VERDICTS.topicName(), null));
    List<String> kept = check.faults(bare(Topic.DECISIONS.topicName(), null));

    // Then
    assertThat(compacted).isEmpty();
    assertThat(kept).containsExactly("it carries no message gone");
  }

  @Test
  void wantsToKnowOfADeadLetterWhyItIsOne() {
    // When
    List<String> faults = check.faults(bare(Topic.VM_EVENTS.deadLetterName(), "{bad"));

    // Then
    assertThat(faults).isNotEmpty().allMatch(fault -> fault.contains("tagout_dead_letter_"));
  }

  @Test
  void failsOnWhatTheServiceWritesAndPassesOverWhatOthersDo() {
    // Given
    ConsumerRecord<String, byte[]> ours = bare(Topic.DECISIONS.topicName(), "{}");
    ConsumerRecord<String, byte[]> theirs = bare(Topic.VM_EVENTS.topicName(), "{}");

    // When
    check.check(List.of(theirs));

    // Then
    assertThatThrownBy(() -> check.check(List.of(theirs, ours)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("tagout.decisions.v1-0@7")
        .hasMessageContaining("without the header ce_type");
  }

  @Test
  void doesNotTakeAServiceThatSendsNothing() {
    assertThatThrownBy(() -> new MessageCheck(Checkout.current(), "policy"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("policy sends nothing");
  }

  private static ObjectNode recorded(String name) throws IOException {
    Path file =
        Checkout.current()
            .root()
            .resolve("contracts/src/test/resources/messages/" + name + ".json");
    return (ObjectNode) Json.tree(Files.readAllBytes(file));
  }

  private static ConsumerRecord<String, byte[]> record(JsonNode message) {
    ConsumerRecord<String, byte[]> record =
        bare(message.path("topic").asText(), message.path("payload").toString());
    message
        .path("headers")
        .propertyStream()
        .forEach(
            header ->
                record
                    .headers()
                    .add(
                        header.getKey(),
                        header.getValue().asText().getBytes(StandardCharsets.UTF_8)));
    return record;
  }

  private static ConsumerRecord<String, byte[]> bare(String topic, String value) {
    return new ConsumerRecord<>(
        topic, 0, 7, "key", value == null ? null : value.getBytes(StandardCharsets.UTF_8));
  }
}
