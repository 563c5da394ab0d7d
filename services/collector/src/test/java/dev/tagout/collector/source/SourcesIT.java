package dev.tagout.collector.source;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tagout.collector.FakeHypervisors;
import dev.tagout.collector.TopicReader;
import dev.tagout.contracts.event.EventType;
import dev.tagout.contracts.event.HostConnected;
import dev.tagout.contracts.event.ListedVm;
import dev.tagout.contracts.event.RunState;
import dev.tagout.contracts.event.StartCause;
import dev.tagout.contracts.event.TagoutEvent;
import dev.tagout.contracts.event.VmStarted;
import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.id.Ids;
import dev.tagout.contracts.id.VmId;
import dev.tagout.contracts.topic.Topic;
import dev.tagout.hypervisor.ConnectionState;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(FakeHypervisors.class)
class SourcesIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final HostId host = HostId.of("fake", Ids.next());
  private final VmId vm = VmId.of("fake", Ids.next());

  @Test
  void writesWhatASourceTellsInItsOrder() {
    // Given
    List<TagoutEvent> events = started(500);

    // When
    FakeAdapter.source("lab").tell(events);

    // Then
    await("all events of the source")
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(written()).isEqualTo(events.stream().map(TagoutEvent::id).toList()));
  }

  @Test
  void showsHowItStandsWithASource() {
    // Given
    FakeAdapter.source("lab").connection(new ConnectionState.Connected());

    // When
    FakeAdapter.source("lab").tell(started(1));

    // Then
    await("the event in the counters")
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(source("lab").get("lastEventAt")).isNotNull());
    assertThat(source("lab"))
        .containsEntry("type", "fake")
        .containsEntry("state", "connected")
        .containsEntry("capabilities", List.of("REACTIVE"))
        .containsEntry("exposureWindow", "PT2S")
        .containsKeys("since", "lagMillis", "events")
        .doesNotContainKey("reason");
  }

  @Test
  void showsWhyASourceIsDisconnectedAndTheOthersAsTheyAre() {
    // Given
    FakeAdapter.source("lab").connection(new ConnectionState.Connected());

    // When
    FakeAdapter.source("annex").connection(new ConnectionState.Disconnected("no route to host"));

    // Then
    await("both states")
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(source("annex"))
                  .containsEntry("state", "disconnected")
                  .containsEntry("reason", "no route to host");
              assertThat(source("lab")).containsEntry("state", "connected");
            });
    assertThat(source("broken"))
        .containsEntry("state", "disconnected")
        .containsEntry("reason", "could not be started: out of order");
  }

  @Test
  void listsTheFeedsAtWhichOthersKnock() {
    // When
    Response response = given().get("/v1/sources");

    // Then
    assertThat(response.jsonPath().getList("sources.findAll{it.state=='listening'}.name"))
        .containsExactlyInAnyOrder("http", "osquery");
  }

  @Test
  void saysThatAListingIsLostWhenKafkaWouldNotTakeIt() {
    // Given
    TagoutEvent listing =
        TagoutEvent.ofHost(
            EventType.HOST_CONNECTED,
            host,
            Instant.now(),
            URI.create("/collector/fake/annex"),
            new HostConnected(
                "host",
                IntStream.range(0, 10_000)
                    .mapToObj(i -> new ListedVm(vm, "n".repeat(100), RunState.RUNNING, null))
                    .toList()));

    // When
    FakeAdapter.source("annex").tell(List.of(listing, started(1).getFirst()));

    // Then
    await("the event behind the listing")
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(written()).hasSize(1));
    assertThat(source("annex")).containsEntry("state", "failing");
    assertThat(source("annex").get("reason"))
        .asString()
        .startsWith("dev.tagout.host.connected.v1 of " + host + " is lost: data: has ");

    // the next listing that fits ends it
    FakeAdapter.source("annex")
        .tell(
            List.of(
                TagoutEvent.ofHost(
                    EventType.HOST_CONNECTED,
                    host,
                    Instant.now(),
                    URI.create("/collector/fake/annex"),
                    new HostConnected("host", List.of()))));
    await("a state that is not failing")
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(source("annex").get("state")).isNotEqualTo("failing"));
  }

  @Test
  void takesTheTimeFromOurClockWhenTheHypervisorsIsFarAhead() {
    // Given
    Instant ahead = Instant.now().plus(Duration.ofDays(1));

    // When
    FakeAdapter.source("lab").tell(List.of(started("ahead", ahead)));

    // Then
    await("the event")
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(written()).containsExactly("ahead"));
    assertThat(TopicReader.read(Topic.Names.VM_EVENTS, record -> vm.value().equals(record.key())))
        .extracting(record -> Instant.parse(TopicReader.header(record, "ce_time")))
        .allSatisfy(time -> assertThat(time).isBefore(ahead));
  }

  /** It may be old, and of our time it would deny what began since. */
  @Test
  void leavesOutAListingThatIsToldAgainWhenTheHypervisorsClockIsFarAhead() {
    // Given
    TagoutEvent ahead = again("again-ahead", Instant.now().plus(Duration.ofDays(1)));
    TagoutEvent right = again("again-right", Instant.now());

    // When
    FakeAdapter.source("lab").tell(List.of(ahead, right));

    // Then
    await("the listing")
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(
                        TopicReader.read(
                            Topic.Names.HOST_EVENTS,
                            record -> TopicReader.id(record).startsWith("again-")))
                    .extracting(TopicReader::id)
                    .containsExactly("again-right"));
  }

  private TagoutEvent again(String id, Instant at) {
    return new TagoutEvent(
        id,
        URI.create("/collector/fake/lab"),
        EventType.HOST_CONNECTED,
        host.value(),
        at,
        new HostConnected("host", List.of(), true));
  }

  private List<TagoutEvent> started(int count) {
    return IntStream.range(0, count).mapToObj(i -> started(vm + "#" + i, Instant.now())).toList();
  }

  private TagoutEvent started(String id, Instant time) {
    return new TagoutEvent(
        id,
        URI.create("/collector/fake/lab"),
        EventType.VM_STARTED,
        vm.value(),
        time,
        new VmStarted(host, StartCause.BOOT, null));
  }

  private List<String> written() {
    return TopicReader.read(Topic.Names.VM_EVENTS, record -> vm.value().equals(record.key()))
        .stream()
        .map(TopicReader::id)
        .toList();
  }

  private static Map<String, Object> source(String name) {
    return given().get("/v1/sources").jsonPath().getMap("sources.find{it.name=='" + name + "'}");
  }
}
