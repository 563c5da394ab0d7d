package dev.tagout.platform.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SteadyClockTest {
  private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");

  private final AtomicLong nanos = new AtomicLong(-5);
  private final SteadyClock clock = new SteadyClock(nanos::get, NOON);

  @Test
  void runsByItself() {
    // When
    pass(Duration.ofSeconds(90));

    // Then
    assertThat(clock.instant()).isEqualTo(NOON.plusSeconds(90));
  }

  @Test
  void goesByTheOtherFromWhenItWasRead() {
    // Given
    long asked = nanos.get();
    pass(Duration.ofMillis(20));
    long answered = nanos.get();
    pass(Duration.ofSeconds(1));

    // When
    clock.set(NOON.minusSeconds(60), asked, answered);

    // Then
    assertThat(clock.instant()).isEqualTo(NOON.minusSeconds(60).plusMillis(1010));
  }

  @Test
  void staysAsItIsWhereItMayBeRight() {
    // Given
    long asked = nanos.get();
    pass(Duration.ofMillis(20));
    long answered = nanos.get();

    // When
    clock.set(NOON.plusMillis(3), asked, answered);

    // Then
    assertThat(clock.instant()).isEqualTo(NOON.plusMillis(20));
  }

  @Test
  void saysHowFarAnotherIsAhead() {
    // When
    Duration ahead = clock.ahead(NOON.minusSeconds(7));

    // Then
    assertThat(ahead).isEqualTo(Duration.ofSeconds(-7));
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }
}
