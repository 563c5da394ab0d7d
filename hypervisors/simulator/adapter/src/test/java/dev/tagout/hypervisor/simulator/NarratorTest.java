package dev.tagout.hypervisor.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagout.contracts.event.HostConnected;
import dev.tagout.contracts.event.TagoutEvent;
import dev.tagout.contracts.event.VmDefined;
import java.net.URI;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class NarratorTest {
  private static final String AT = "2026-01-02T03:04:05Z";
  private final RecordingSink sink = new RecordingSink();
  private final Narrator narrator = new Narrator(URI.create("/collector/simulator/lab"), sink);

  @Test
  void definesEachVmBeforeItsHostConnects() throws Exception {
    // When
    narrator.tell(
        listing(
            """
            {"id":"simulator:host-a","name":"host-a","vms":[
             {"id":"simulator:web-01","name":"web-01","state":"running","instance":"x-1",
              "configuration":{"tier":"internal"}}]},
            {"id":"simulator:host-b","name":"host-b","vms":[]}\
            """));

    // Then
    assertThat(sink.told())
        .containsExactly(
            "VM_DEFINED simulator:web-01",
            "HOST_CONNECTED simulator:host-a",
            "HOST_CONNECTED simulator:host-b");
    assertThat(sink.events).extracting(TagoutEvent::time).containsOnly(Instant.parse(AT));
    assertThat(((VmDefined) sink.events.get(0).data()).configuration().tier())
        .isEqualTo("internal");
    assertThat(((HostConnected) sink.events.get(1).data()).vms().get(0).instance())
        .isEqualTo("x-1");
  }

  @Test
  void removesAHostThatIsNotListedAnyMore() throws Exception {
    // Given
    narrator.tell(listing("{\"id\":\"simulator:host-a\",\"name\":\"host-a\",\"vms\":[]}"));
    narrator.tellLost("gone");
    sink.events.clear();

    // When
    narrator.tell(listing("{\"id\":\"simulator:host-b\",\"name\":\"host-b\",\"vms\":[]}"));

    // Then
    assertThat(sink.told())
        .containsExactly("HOST_REMOVED simulator:host-a", "HOST_CONNECTED simulator:host-b");
  }

  @Test
  void tellsOnceThatKnownHostsAreOutOfReach() throws Exception {
    // Given
    narrator.tell(listing("{\"id\":\"simulator:host-a\",\"name\":\"host-a\",\"vms\":[]}"));
    narrator.tell(happened("host.connected", "host-b", "{\"name\":\"host-b\",\"vms\":[]}"));
    narrator.tell(happened("host.removed", "host-a", "{}"));
    sink.events.clear();

    // When
    narrator.tellLost("gone");
    narrator.tellLost("still gone");

    // Then
    assertThat(sink.told()).containsExactly("HOST_DISCONNECTED simulator:host-b");
    assertThat(sink.events.get(0).time()).isAfter(Instant.parse(AT).plusSeconds(1));
  }

  @Test
  void tellsAgainWhatRunsAndNothingElse() throws Exception {
    // Given
    String host =
        """
        {"id":"simulator:host-a","name":"host-a","vms":[
         {"id":"simulator:web-01","name":"web-01","state":"running","instance":"x-1",
          "configuration":{"tier":"internal"}}]}\
        """;
    narrator.tell(listing(host));
    sink.events.clear();

    // When
    narrator.tellAgain(
        listing(host + ",{\"id\":\"simulator:host-b\",\"name\":\"host-b\",\"vms\":[]}"));

    // Then
    assertThat(sink.told()).containsExactly("HOST_CONNECTED simulator:host-a");
    assertThat(sink.events.getFirst().time()).isEqualTo(Instant.parse(AT));
    assertThat(((HostConnected) sink.events.getFirst().data()).toldAgain()).isTrue();
  }

  private static StreamLine.Listing listing(String hosts) {
    return (StreamLine.Listing)
        StreamLine.read(
            "{\"line\":\"listing\",\"listedAt\":\"%s\",\"hosts\":[%s]}".formatted(AT, hosts));
  }

  private static StreamLine.Happened happened(String type, String subject, String data) {
    return (StreamLine.Happened)
        StreamLine.read(
            """
            {"line":"event","id":"e","time":"2026-01-02T03:04:06Z",\
            "type":"dev.tagout.%s.v1","subject":"simulator:%s","data":%s}\
            """
                .formatted(type, subject, data));
  }
}
