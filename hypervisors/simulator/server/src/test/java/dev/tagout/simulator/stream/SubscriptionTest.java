package dev.tagout.simulator.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagout.contracts.event.EventType;
import dev.tagout.contracts.event.TagoutEvent;
import dev.tagout.contracts.event.VmRemoved;
import dev.tagout.contracts.json.Json;
import dev.tagout.simulator.FixedConfig;
import dev.tagout.simulator.fault.Faults;
import dev.tagout.simulator.world.Name;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Holds three events at most; what is late or waits for a neighbour does so for an hour. */
class SubscriptionTest {
  private final Faults faults = new Faults(settings -> {});
  private final AtomicInteger overflows = new AtomicInteger();
  private final Subscription subscription =
      new Subscription(
          event -> !event.vm().nativeId().equals("other"),
          faults,
          FixedConfig.withGate(URI.create("http://127.0.0.1:1")),
          overflows::incrementAndGet);

  @Test
  void keepsTheOrderOfWhatConcernsTheReader() {
    // When
    happen("a", "other", "b", "c");

    // Then
    assertThat(due()).containsExactly("a", "b", "c");
  }

  @Test
  void holdsBackWhatIsLate() {
    // Given
    set("late");

    // When
    happen("a");

    // Then
    assertThat(due()).isEmpty();
  }

  @Test
  void deliversTheSameEventTwice() {
    // Given
    set("twice");

    // When
    happen("a");

    // Then
    Optional<TagoutEvent> first = subscription.due();
    assertThat(first).isPresent().isEqualTo(subscription.due());
    assertThat(due()).isEmpty();
  }

  @Test
  void swapsNeighbours() {
    // Given
    set("shuffled");

    // When
    happen("a", "b", "c");

    // Then
    assertThat(due()).containsExactly("b", "a");
  }

  @Test
  void closesWhenItHoldsTooMuch() {
    // When
    happen("a", "b", "c", "d", "e");

    // Then
    assertThat(subscription.isClosed()).isTrue();
    assertThat(overflows).hasValue(1);
  }

  @Test
  void wakesItsReaderWhenItIsClosed() throws Exception {
    // Given
    Thread closing = Thread.startVirtualThread(subscription::close);

    // When
    Optional<TagoutEvent> next = subscription.next(Duration.ofDays(1));

    // Then
    assertThat(next).isEmpty();
    assertThat(subscription.isClosed()).isTrue();
    closing.join();
  }

  private void set(String events) {
    faults.change(Json.toTree(Map.of("events", events)));
  }

  private void happen(String... vms) {
    for (String vm : vms) {
      subscription.happened(
          TagoutEvent.ofVm(
              EventType.VM_REMOVED,
              new Name(vm).asVm(),
              Instant.EPOCH,
              URI.create("/simulator"),
              new VmRemoved(new Name("host-a").asHost())));
    }
  }

  private List<String> due() {
    List<String> due = new ArrayList<>();
    for (var next = subscription.due(); next.isPresent(); next = subscription.due()) {
      due.add(next.get().vm().nativeId());
    }
    return due;
  }
}
