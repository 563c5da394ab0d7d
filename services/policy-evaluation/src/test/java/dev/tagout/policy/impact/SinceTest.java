package dev.tagout.policy.impact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagout.contracts.json.ContractViolation;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SinceTest {
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "30d,2026-10-24T10:00:00Z",
    "12h,2026-11-22T22:00:00Z",
    "5m,2026-11-23T09:55:00Z",
    "2w,2026-11-09T10:00:00Z",
    "2026-11-01T00:00:00+01:00,2026-10-31T23:00:00Z",
    ",2026-10-24T10:00:00Z"
  })
  void isADurationOrAnInstant(String text, Instant moment) {
    assertThat(Since.of(text, NOW)).isEqualTo(moment);
  }

  @ParameterizedTest
  @ValueSource(strings = {"yesterday", "30", "-1d", "9999999d", "2026-11-01"})
  void namesTheFieldOfWhatIsNeither(String text) {
    assertThatThrownBy(() -> Since.of(text, NOW))
        .isInstanceOfSatisfying(
            ContractViolation.class, e -> assertThat(e.field()).isEqualTo("since"));
  }

  @Test
  void untilIsNowUnlessGiven() {
    assertThat(Since.until(null, NOW)).isEqualTo(NOW);
  }
}
