package dev.tagout.platform.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackOffTest {
  private final BackOff backOff = new BackOff(Duration.ofMillis(200), Duration.ofSeconds(15));

  @ParameterizedTest
  @CsvSource({"1, 200", "2, 400", "3, 800", "8, 15000", "2147483647, 15000"})
  void doublesUntilItIsLongEnough(int failures, long millis) {
    // When
    Duration pause = backOff.after(failures);

    // Then
    assertThat(pause).isEqualTo(Duration.ofMillis(millis));
  }
}
