package dev.tagout.policy.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PagesTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, Pages.SIZE - 1, Pages.SIZE, Pages.SIZE + 1, 3 * Pages.SIZE})
  void givesEachRowOnce(int rows) {
    // Given
    List<Integer> all = IntStream.range(0, rows).boxed().toList();
    List<Integer> given = new ArrayList<>();

    // When
    new Pages<Integer>(
            last -> {
              int from = last == null ? 0 : last + 1;
              return all.subList(from, Math.min(rows, from + Pages.SIZE));
            })
        .forEachRemaining(given::add);

    // Then
    assertThat(given).isEqualTo(all);
  }
}
