package dev.tagout.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DrawingTest {
  private static final List<Chart.Series> TWO =
      List.of(new Chart.Series("admitted", "yes"), new Chart.Series("refused", "no"));

  private static Chart chart(Chart.Form form, long... values) {
    return new Chart(
        "A chart",
        "starts",
        form,
        TWO,
        java.util.stream.LongStream.of(values)
            .mapToObj(value -> new Chart.Category("of " + value, List.of(value, value / 2)))
            .toList());
  }

  @Test
  void columnsAreAsHighAsTheirFiguresAndStandOnOneAnother() {
    // When
    List<Drawing.Shape> shapes = Drawing.of(chart(Chart.Form.COLUMNS, 100, 50)).shapes();

    // Then
    assertThat(number(shapes.get(0).height())).isEqualTo(2 * number(shapes.get(2).height()));
    assertThat(number(shapes.get(1).y()) + number(shapes.get(1).height()))
        .isEqualTo(number(shapes.get(0).y()));
    assertThat(number(shapes.get(0).y()) + number(shapes.get(0).height()))
        .isEqualTo(number(shapes.get(2).y()) + number(shapes.get(2).height()));
    assertThat(shapes.get(1).title()).isEqualTo("of 100: 50 refused");
  }

  @ParameterizedTest
  @EnumSource(Chart.Form.class)
  void nothingIsDrawnOutside(Chart.Form form) {
    for (long largest : new long[] {0, 1, 2, 3, 7, 19, 1000, 999_999, 4_000_000_000L}) {
      // When
      Drawing drawing = Drawing.of(chart(form, largest, largest / 3, 1));

      // Then
      assertThat(drawing.shapes())
          .allSatisfy(
              shape -> {
                assertThat(number(shape.x())).isNotNegative();
                assertThat(number(shape.y())).isNotNegative();
                assertThat(number(shape.x()) + number(shape.width()))
                    .isLessThanOrEqualTo(drawing.width() + 0.2);
                assertThat(number(shape.y()) + number(shape.height()))
                    .isLessThanOrEqualTo(drawing.height() + 0.2);
              });
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 4, 6, 11, 99, 101, 12_345, 7_000_000})
  void theScaleReachesTheLargestWithFewMarks(long largest) {
    // When
    Drawing drawing =
        Drawing.of(
            new Chart(
                "A chart",
                "starts",
                Chart.Form.COLUMNS,
                TWO.subList(0, 1),
                List.of(new Chart.Category("one", List.of(largest)))));

    // Then
    assertThat(drawing.marks()).hasSizeBetween(2, 6);
    assertThat(number(drawing.shapes().getFirst().y()))
        .isGreaterThanOrEqualTo(number(drawing.marks().getLast().y1()));
  }

  private static double number(String text) {
    return Double.parseDouble(text);
  }
}
