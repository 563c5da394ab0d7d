package dev.tagout.platform.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BoundedLabelTest {
  @Test
  void keepsTheFirstValuesAndNamesNoMore() {
    // Given
    BoundedLabel label = new BoundedLabel(2);

    // When
    List<String> values = List.of("a", "b", "c", "a", "d", "b").stream().map(label::of).toList();

    // Then
    assertThat(values).containsExactly("a", "b", "other", "a", "other", "b");
  }

  @Test
  void hasAWordForNoValue() {
    // Given
    BoundedLabel label = new BoundedLabel(1);

    // When
    String none = label.of(null);

    // Then
    assertThat(List.of(none, label.of(" "), label.of("a"))).containsExactly("none", "none", "a");
  }

  @Test
  void keepsItsBoundWhenManyThreadsAskAtOnce() {
    // Given
    BoundedLabel label = new BoundedLabel(20);

    // When
    long named =
        IntStream.range(0, 10_000)
            .parallel()
            .mapToObj(i -> label.of("tier-" + i % 500))
            .filter(value -> !value.equals("other"))
            .distinct()
            .count();

    // Then
    assertThat(named).isEqualTo(20);
  }
}
