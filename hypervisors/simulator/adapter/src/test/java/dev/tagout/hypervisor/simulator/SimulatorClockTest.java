package dev.tagout.hypervisor.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SimulatorClockTest {
  private static final Instant HEARD = Instant.parse("2026-01-02T03:04:05Z");
  private final AtomicLong nanoTime = new AtomicLong(-7);
  private final SimulatorClock clock = new SimulatorClock(nanoTime::get);

  @Test
  void carriesTheSimulatorsTimeOn() {
    // Given
    clock.heard(HEARD);
    nanoTime.addAndGet(Duration.ofSeconds(4).toNanos());

    // When
    Instant now = clock.now();

    // Then
    assertThat(now).isEqualTo(HEARD.plusSeconds(4));
  }

  @Test
  void isLaterThanWhatWasHeardThisInstant() {
    // Given
    clock.heard(HEARD);

    // When
    Instant now = clock.now();

    // Then
    assertThat(now).isAfter(HEARD);
  }

  @Test
  void doesNotGoBackForALateEvent() {
    // Given
    clock.heard(HEARD);
    clock.heard(HEARD.minusSeconds(60));

    // When
    Instant now = clock.now();

    // Then
    assertThat(now).isAfter(HEARD);
  }
}
