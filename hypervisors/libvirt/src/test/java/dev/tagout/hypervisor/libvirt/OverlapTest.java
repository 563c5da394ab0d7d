package dev.tagout.hypervisor.libvirt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagout.contracts.event.StartCause;
import dev.tagout.contracts.event.StopCause;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OverlapTest {
  private static final Occurrence STOPPED =
      heard(null, new DomainChange.Stopped(StopCause.SHUTDOWN));
  private static final Occurrence STARTED_5 = heard("5", new DomainChange.Started(StartCause.BOOT));
  private static final Occurrence STARTED_6 = heard("6", new DomainChange.Started(StartCause.BOOT));
  private static final Occurrence DEFINED = heard("6", new DomainChange.Defined());

  @Test
  void leavesOutWhatLedToTheRunThatWasListed() {
    // When
    List<Occurrence> rest =
        Overlap.without(Map.of("a", "6"), List.of(STARTED_5, STOPPED, DEFINED, STARTED_6));

    // Then
    assertThat(rest).containsExactly(DEFINED);
  }

  @Test
  void keepsWhatHappenedAfterTheListing() {
    // When
    List<Occurrence> rest =
        Overlap.without(Map.of("a", "5"), List.of(STARTED_5, STOPPED, STARTED_6));

    // Then
    assertThat(rest).containsExactly(STOPPED, STARTED_6);
  }

  @Test
  void keepsTheStopOfARunThatWasListedLongAfterItsStart() {
    // When
    List<Occurrence> rest = Overlap.without(Map.of("a", "5"), List.of(STOPPED));

    // Then
    assertThat(rest).containsExactly(STOPPED);
  }

  @Test
  void keepsAllOfAVmThatWasNotListedAsRunning() {
    // When
    List<Occurrence> rest = Overlap.without(Map.of(), List.of(STARTED_5, STOPPED));

    // Then
    assertThat(rest).containsExactly(STARTED_5, STOPPED);
  }

  private static Occurrence heard(String instance, DomainChange change) {
    return new Occurrence.Heard("a", instance, change, Instant.EPOCH);
  }
}
