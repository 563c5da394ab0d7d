package dev.tagout.collector.osquery;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagout.collector.FakeHypervisors;
import dev.tagout.collector.TopicReader;
import dev.tagout.contracts.id.Ids;
import dev.tagout.contracts.topic.Topic;
import dev.tagout.lab.infrastructure.TestServers;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(FakeHypervisors.class)
class OsqueryIT {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final String name = Ids.next();

  @Test
  void makesAnObservationOfEachResultOfOurs() {
    // When
    Samples.ours().forEach(line -> write(line.toString()));

    // Then
    await("an event of each host query")
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(events(Topic.HOST_EVENTS, "libvirt:host-a"))
                    .extracting(record -> TopicReader.header(record, "ce_type"))
                    .contains(
                        "dev.tagout.host.patch-scanned.v1",
                        "dev.tagout.host.system-observed.v1",
                        "dev.tagout.host.network-observed.v1",
                        "dev.tagout.host.storage-observed.v1",
                        "dev.tagout.host.access-observed.v1"));
    await("the event of the VM in a pack")
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(events(Topic.VM_EVENTS, "simulator:web-08"))
                    .extracting(record -> new String(record.value(), StandardCharsets.UTF_8))
                    .containsOnly("{\"missing\":[],\"scanner\":\"osquery\"}"));
  }

  @Test
  void putsAsideWhatCannotBeReadAndGoesOn() {
    // Given
    String malformed = ofVm().put("unixTime", "soon").toString();
    String notJson = "osqueryd " + name;
    String ahead = ofVm().put("unixTime", 32503680000L).toString();

    // When
    List.of(malformed, notJson, ahead, ofVm().toString()).forEach(this::write);

    // Then
    await("the good one behind the bad ones")
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(events(Topic.VM_EVENTS, "fake:" + name)).hasSize(1));
    assertThat(deadLetters())
        .extracting(letter -> TopicReader.header(letter, "tagout_dead_letter_field"))
        .containsExactlyInAnyOrder("unixTime", "$", "unixTime");
  }

  @Test
  void saysHowToScheduleAQueryThatIsNoSnapshot() {
    // Given
    ObjectNode line = ofVm();
    line.remove("snapshot");
    line.putObject("columns").put("id", "KB1");

    // When
    write(line.toString());

    // Then
    await("the dead letter")
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(deadLetters())
                    .extracting(letter -> TopicReader.header(letter, "tagout_dead_letter_reason"))
                    .singleElement()
                    .asString()
                    .contains("\"snapshot\": true"));
  }

  @Test
  void leavesTheQueriesOfOthersAlone() {
    // Given
    Samples.others().forEach(line -> write(line.put("hostIdentifier", name).toString()));

    // When
    write(ofVm().toString());

    // Then
    await("what was written after them")
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(events(Topic.VM_EVENTS, "fake:" + name)).hasSize(1));
    assertThat(deadLetters()).isEmpty();
  }

  @Test
  void aResultThatComesTwiceIsOneEventByItsId() {
    // Given
    String line = ofVm().toString();

    // When
    List.of(line, line).forEach(this::write);

    // Then
    await("both")
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(events(Topic.VM_EVENTS, "fake:" + name)).hasSize(2));
    assertThat(events(Topic.VM_EVENTS, "fake:" + name).stream().map(TopicReader::id).distinct())
        .hasSize(1);
  }

  @Test
  void showsItsDeadLettersAndHasNoOutbox() {
    // Given
    write("osqueryd " + name);
    await("the dead letter").atMost(PATIENCE).until(() -> deadLetters().size() == 1);

    // When
    JsonPath letters = given().get("/v1/dead-letters?limit=1000").jsonPath();

    // Then
    String mine = "items.find{it.key=='" + name + "_osqueryd'}";
    assertThat(letters.getString(mine + ".topic")).isEqualTo(Topic.Names.INGEST_OSQUERY);
    assertThat(letters.getString(mine + ".field")).isEqualTo("$");
    given().get("/v1/dead-letters?topic=outbox").then().statusCode(200).body("items.size()", is(0));
    given().get("/v1/dead-letters/outbox/0/1").then().statusCode(404);
  }

  private ObjectNode ofVm() {
    ObjectNode line = Samples.of("tagout_patch_missing").put("hostIdentifier", name);
    line.withObject("decorations").put("vm_id", "fake:" + name);
    return line;
  }

  private List<ConsumerRecord<String, byte[]>> events(Topic topic, String subject) {
    return TopicReader.read(topic.topicName(), record -> subject.equals(record.key()));
  }

  private List<ConsumerRecord<String, byte[]>> deadLetters() {
    return TopicReader.read(
        Topic.INGEST_OSQUERY.deadLetterName(), record -> (name + "_osqueryd").equals(record.key()));
  }

  /** As osquery does: one key for a machine, no headers. */
  private void write(String line) {
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, TestServers.current().bootstrapServers()),
            new StringSerializer(),
            new StringSerializer())) {
      producer.send(new ProducerRecord<>(Topic.Names.INGEST_OSQUERY, name + "_osqueryd", line));
    }
  }
}
