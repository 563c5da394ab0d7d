package dev.tagout.hypervisor.libvirt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.tagout.contracts.event.EventType;
import dev.tagout.contracts.event.StartCause;
import dev.tagout.contracts.event.TagoutEvent;
import dev.tagout.contracts.id.VmId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Over a connection to libvirt's own mock of a hypervisor, which runs in this process. */
@Timeout(60)
class SessionTest {
  private static final HostIdentity HOST = HostIdentity.of("mock");

  private final RecordingSink sink = new RecordingSink();
  private final Session session =
      new Session(
          InstantSource.system(), new RisingClock(), sink, uuid -> true, 2, Duration.ofSeconds(30));
  private final VmId vm = VmId.of("libvirt", UUID.randomUUID().toString());

  @BeforeAll
  static void needsLibvirtsLibrary() {
    try {
      EventLoop.ensureRunning();
    } catch (LibvirtFailure e) {
      abort(e.getMessage());
    }
  }

  @Test
  void endsRatherThanLosesWhenMoreHappensThanItCanHold() throws Exception {
    // Given
    started("1");
    started("2");
    started("3");

    // When
    String reason = run();

    // Then
    assertThat(reason).isEqualTo("more happened than could be taken");
    assertThat(sink.typesOf(vm)).startsWith(EventType.VM_STARTED, EventType.VM_STARTED);
    assertThat(sink.events().getLast().type()).isEqualTo(EventType.HOST_DISCONNECTED);
  }

  @Test
  void tellsWhatWasHeardMeanwhileAfterTheListing() throws Exception {
    // Given
    started("1");
    session.closed("gone");

    // When
    String reason = run();

    // Then
    assertThat(reason).isEqualTo("gone");
    assertThat(sink.events().stream().map(TagoutEvent::type).limit(3))
        .containsExactly(EventType.VM_DEFINED, EventType.HOST_CONNECTED, EventType.VM_STARTED);
    assertThat(sink.eventsOf(vm).getFirst().time())
        .isAfter(
            sink.events().stream()
                .filter(e -> e.type() == EventType.HOST_CONNECTED)
                .findFirst()
                .orElseThrow()
                .time());
  }

  private void started(String instance) {
    session.changed(vm.nativeId(), instance, new DomainChange.Started(StartCause.BOOT));
  }

  private String run() throws LibvirtFailure, InterruptedException {
    try (Connection connection = Connection.open("test:///default")) {
      return session.run(connection, HOST, () -> {});
    }
  }
}
