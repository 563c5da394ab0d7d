package dev.tagout.exporter.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class BackOffTest {
  private static final RandomGenerator CHANCE = new SplittableRandom(7);
  private final BackOff backOff = new BackOff(Duration.ofMillis(500), Duration.ofSeconds(30));

  @Test
  void pausesDoubleUpToTheLongestLessUpToAHalf() {
    // When, Then
    for (int i = 0; i < 100; i++) {
      assertThat(backOff.after(1, Optional.empty(), CHANCE))
          .isBetween(Duration.ofMillis(250), Duration.ofMillis(500));
      assertThat(backOff.after(3, Optional.empty(), CHANCE))
          .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
      assertThat(backOff.after(1_000_000, Optional.empty(), CHANCE))
          .isBetween(Duration.ofSeconds(15), Duration.ofSeconds(30));
    }
  }

  @Test
  void theReceiversWishIsNotUndercutUpToAnHour() {
    // When, Then
    assertThat(backOff.after(1, Optional.of(Duration.ofSeconds(90)), CHANCE))
        .isEqualTo(Duration.ofSeconds(90));
    assertThat(backOff.after(1, Optional.of(Duration.ofDays(300)), CHANCE))
        .isEqualTo(Duration.ofHours(1));
    assertThat(backOff.after(1, Optional.of(Duration.ofMillis(1)), CHANCE))
        .isGreaterThanOrEqualTo(Duration.ofMillis(250));
  }
}
