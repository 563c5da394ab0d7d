package dev.tagout.hypervisor.libvirt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.tagout.contracts.event.EventType;
import dev.tagout.contracts.event.HostConnected;
import dev.tagout.contracts.event.ListedVm;
import dev.tagout.contracts.event.RunState;
import dev.tagout.contracts.event.StopCause;
import dev.tagout.contracts.event.TagoutEvent;
import dev.tagout.contracts.event.VmStopped;
import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.id.VmId;
import dev.tagout.hypervisor.ConnectionState;
import dev.tagout.hypervisor.HypervisorSettings;
import dev.tagout.hypervisor.LifecycleSink;
import dev.tagout.hypervisor.LifecycleSource;
import dev.tagout.hypervisor.PowerControl;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Against libvirt's own mock of a hypervisor, which runs in this process and has one VM. */
@Timeout(60)
class LibvirtSourceTest {
  private static final HostId HOST = new HostId("libvirt:mock");
  private static final HypervisorSettings MOCK =
      new HypervisorSettings("mock", "libvirt", "test:///default", Map.of());

  private final LibvirtAdapter adapter = new LibvirtAdapter();
  private final RecordingSink sink = new RecordingSink();
  private final LifecycleSource source = adapter.source(MOCK, Duration.ofMillis(300));

  @BeforeAll
  static void needsLibvirtsLibrary() {
    try {
      EventLoop.ensureRunning();
    } catch (LibvirtFailure e) {
      abort(e.getMessage());
    }
  }

  @AfterEach
  void close() {
    source.close();
  }

  @Test
  void listsThenStreams() {
    // Given
    source.start(sink);
    HostConnected listing = sink.awaitListing(0);
    VmId vm = listing.vms().getFirst().id();

    try (PowerControl control = adapter.powerControl(MOCK)) {
      // When
      control.powerOff(HOST, vm, "1");
      sink.awaitLast(vm, EventType.VM_STOPPED);
    }

    // Then
    assertThat(listing.vms()).containsExactly(new ListedVm(vm, "test", RunState.RUNNING, "1"));
    assertThat(sink.eventsOf(vm).getLast().data())
        .isEqualTo(new VmStopped(HOST, StopCause.DESTROYED));
    assertThat(sink.states())
        .containsExactly(new ConnectionState.Connecting(), new ConnectionState.Connected());
  }

  @Test
  void listsAgainWhileItIsConnected() {
    // Given
    source.start(sink);
    VmId vm = sink.awaitListing(0).vms().getFirst().id();
    HostConnected again = sink.awaitListing(1);

    try (PowerControl control = adapter.powerControl(MOCK)) {
      // When
      control.powerOff(HOST, vm, "1");
      sink.awaitLast(vm, EventType.VM_STOPPED);
    }
    int told = sink.listings().size();
    sink.awaitListing(told + 1);

    // Then
    assertThat(again)
        .isEqualTo(
            new HostConnected(
                "mock", List.of(new ListedVm(vm, "test", RunState.RUNNING, "1")), true));
    assertThat(sink.listings().getLast())
        .isEqualTo(
            new HostConnected(
                "mock", List.of(new ListedVm(vm, "test", RunState.SHUT_OFF, null)), true));
    assertThat(sink.events().getLast().time()).isAfter(sink.eventsOf(vm).getLast().time());
  }

  @Test
  void triesAgainAndSaysWhyWhenNobodyAnswers() {
    // Given
    LifecycleSource unreachable =
        adapter.source(
            new HypervisorSettings(
                "mock", "libvirt", "qemu+unix:///system?socket=/no/such/socket", Map.of()),
            Duration.ofSeconds(30));

    // When
    unreachable.start(sink);
    await("second attempt").atMost(Duration.ofSeconds(20)).until(() -> sink.states().size() >= 4);
    unreachable.close();

    // Then
    assertThat(sink.events()).isEmpty();
    assertThat(sink.states().get(0)).isEqualTo(new ConnectionState.Connecting());
    assertThat(sink.states().get(1))
        .isInstanceOfSatisfying(
            ConnectionState.Disconnected.class,
            state -> assertThat(state.reason()).contains("/no/such/socket"));
    assertThat(sink.states().get(2)).isEqualTo(new ConnectionState.Connecting());
  }

  @Test
  void closesThoughTheSinkBlocks() {
    // Given
    BlockingSink blocking = new BlockingSink();
    source.start(blocking);
    await("the sink is entered").until(() -> blocking.entered.getCount() == 0);

    // When
    source.close();
    int callsAtClose = blocking.calls.get();

    // Then
    assertThat(blocking.interrupted).isTrue();
    await("some time in which nothing more is told")
        .during(Duration.ofMillis(300))
        .atMost(Duration.ofSeconds(5))
        .until(() -> blocking.calls.get() == callsAtClose);
  }

  @Test
  void beginsAgainWithTheListingWhenTheSinkFails() {
    // Given
    AtomicInteger failures = new AtomicInteger(1);
    LifecycleSink failsOnce =
        new LifecycleSink() {
          @Override
          public void accept(TagoutEvent event) {
            if (failures.getAndDecrement() > 0) {
              throw new IllegalStateException("no broker");
            }
            sink.accept(event);
          }

          @Override
          public void connection(ConnectionState state) {
            sink.connection(state);
          }
        };

    // When
    source.start(failsOnce);
    HostConnected listing = sink.awaitListing(0);

    // Then
    assertThat(listing.vms()).hasSize(1);
    assertThat(sink.states())
        .contains(new ConnectionState.Disconnected("the stream broke: no broker"));
  }

  private static final class BlockingSink implements LifecycleSink {
    private final CountDownLatch entered = new CountDownLatch(1);
    private final AtomicInteger calls = new AtomicInteger();
    private volatile boolean interrupted;

    @Override
    public void accept(TagoutEvent event) throws InterruptedException {
      calls.incrementAndGet();
      entered.countDown();
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        interrupted = true;
        throw e;
      }
    }

    @Override
    public void connection(ConnectionState state) {
      // of no interest here
    }
  }
}
