package dev.tagout.cli.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MomentTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-24T12:00:00Z"), ZoneOffset.UTC);

  @ParameterizedTest
  @CsvSource({
    "90s, 2026-11-24T11:58:30Z, 2026-11-24T12:01:30Z",
    "45m, 2026-11-24T11:15:00Z, 2026-11-24T12:45:00Z",
    "12h, 2026-11-24T00:00:00Z, 2026-11-25T00:00:00Z",
    "30d, 2026-10-25T12:00:00Z, 2026-12-24T12:00:00Z"
  })
  void aDistanceIsSeenFromNow(String text, Instant past, Instant future) {
    // When
    Moment moment = Moment.of(text);

    // Then
    assertThat(moment.past(CLOCK)).isEqualTo(past);
    assertThat(moment.future(CLOCK)).isEqualTo(future);
  }

  @Test
  void anInstantIsItself() {
    // When
    Moment moment = Moment.of("2026-11-23T12:00:00+02:00");

    // Then
    assertThat(moment.past(CLOCK)).isEqualTo("2026-11-23T10:00:00Z");
    assertThat(moment.future(CLOCK)).isEqualTo("2026-11-23T10:00:00Z");
  }

  @Test
  void aDateIsItsBeginningInUtc() {
    // When
    Moment moment = Moment.of("2026-11-01");

    // Then
    assertThat(moment.past(CLOCK)).isEqualTo("2026-11-01T00:00:00Z");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "30",
        "d",
        "0d",
        "-1d",
        "1w",
        "1.5h",
        "yesterday",
        "99999999d",
        "2026-11-31",
        "2026-11"
      })
  void anythingElseIsRefused(String text) {
    // When
    // Then
    assertThatThrownBy(() -> Moment.of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("must be a duration");
  }
}
