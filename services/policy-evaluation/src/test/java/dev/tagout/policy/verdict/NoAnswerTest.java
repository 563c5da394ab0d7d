package dev.tagout.policy.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NoAnswerTest {
  private static final Instant NOW = Instant.parse("2026-11-29T10:00:00Z");

  @Test
  void theFirstIsTriedAgainSoon() {
    // When
    Instant again = NoAnswer.triedAgain(null, NOW);

    // Then
    assertThat(again).isEqualTo(NOW.plusSeconds(2));
  }

  @ParameterizedTest
  @CsvSource({"PT0S,PT2S", "PT1S,PT2S", "PT2S,PT2S", "PT5S,PT5S", "PT40S,PT40S"})
  void theNextAfterAsLongAsItHasLasted(Duration lasted, Duration pause) {
    // When
    Instant again = NoAnswer.triedAgain(NOW.minus(lasted), NOW);

    // Then
    assertThat(again).isEqualTo(NOW.plus(pause));
  }
}
