package dev.tagout.policy.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegoTimeTest {
  @ParameterizedTest
  @CsvSource({
    "2026-11-23T10:00:00Z,2026-11-23T10:00:00Z",
    "2026-11-23T10:00:00.500Z,2026-11-23T10:00:00.5Z",
    "2026-11-23T11:00:00.25+01:00,2026-11-23T10:00:00.25Z",
    "1969-12-31T23:59:59.999999999Z,1969-12-31T23:59:59.999999999Z"
  })
  void printsAsOpaDoesWhatItHasParsed(String text, String printed) {
    // When
    var nanos = RegoTime.parse(TextNode.valueOf(text));

    // Then
    assertThat(RegoTime.format(nanos)).isEqualTo(TextNode.valueOf(printed));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"yesterday", "", "2026-11-23", "2026-11-23T10:00:00", "9999-01-01T00:00:00Z"})
  void failsRatherThanFallingSilent(String text) {
    assertThatThrownBy(() -> RegoTime.parse(TextNode.valueOf(text)))
        .isInstanceOf(RuntimeException.class);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 0})
  void refusesWhatIsNoText(long number) {
    assertThatThrownBy(() -> RegoTime.parse(LongNode.valueOf(number)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> RegoTime.format(TextNode.valueOf("1")))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
