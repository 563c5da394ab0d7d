package dev.tagout.collector.source;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tagout.collector.FakeHypervisors;
import dev.tagout.collector.TopicReader;
import dev.tagout.contracts.event.EventType;
import dev.tagout.contracts.event.StartCause;
import dev.tagout.contracts.event.TagoutEvent;
import dev.tagout.contracts.event.VmStarted;
import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.id.Ids;
import dev.tagout.contracts.id.VmId;
import dev.tagout.contracts.topic.Topic;
import dev.tagout.lab.infrastructure.TestServers;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(FakeHypervisors.class)
class SourceOutageIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final VmId vm = VmId.of("fake", Ids.next());

  @Test
  void losesNothingAndKeepsOrderWhileKafkaIsAway() {
    // Given
    List<TagoutEvent> events =
        IntStream.range(0, 100)
            .mapToObj(
                i ->
                    TagoutEvent.ofVm(
                        EventType.VM_STARTED,
                        vm,
                        Instant.now(),
                        URI.create("/collector/fake/lab"),
                        new VmStarted(HostId.of("fake", "host-a"), StartCause.BOOT, null)))
            .toList();
    TestServers.current().stopKafka();

    // When
    FakeAdapter.source("lab").tell(events);
    await("a source that says why it waits")
        .atMost(PATIENCE)
        .until(() -> "failing".equals(stateOfLab()));
    TestServers.current().startKafka();

    // Then
    await("all events, each for the first time in its order")
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(
                        TopicReader.read(
                                Topic.Names.VM_EVENTS, record -> vm.value().equals(record.key()))
                            .stream()
                            .map(TopicReader::id)
                            .distinct())
                    .containsExactlyElementsOf(events.stream().map(TagoutEvent::id).toList()));
    assertThat(stateOfLab()).isNotEqualTo("failing");
  }

  private static String stateOfLab() {
    return given().get("/v1/sources").jsonPath().getString("sources.find{it.name=='lab'}.state");
  }
}
