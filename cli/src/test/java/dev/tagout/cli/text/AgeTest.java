package dev.tagout.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgeTest {
  @ParameterizedTest
  @CsvSource({
    "PT-5S, 0 s",
    "PT119S, 119 s",
    "PT2M, 2 min",
    "PT119M, 119 min",
    "PT47H, 47 h",
    "PT48H, 2 d"
  })
  void isSaidInTheLargestUnitOfWhichThereAreTwo(Duration age, String said) {
    // When
    String text = Age.of(age);

    // Then
    assertThat(text).isEqualTo(said);
  }
}
