package dev.tagout.lab.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LastingTest {

  @Test
  void whatIsFoundAtOneLookOnlyWasOnItsWay() throws InterruptedException {
    // Given
    Iterator<List<String>> looks =
        List.of(List.of("a", "b"), List.of("b", "c"), List.<String>of()).iterator();

    // When
    List<Result> results = Lasting.of(() -> result(looks.next()), Duration.ZERO);

    // Then
    assertThat(results).singleElement().matches(Result::holds);
  }

  @Test
  void whatIsFoundAtEveryLookIsFound() throws InterruptedException {
    // Given
    Iterator<List<String>> looks =
        Stream.iterate(1, look -> look + 1)
            .map(look -> List.of("lost", "on its way at look " + look))
            .iterator();

    // When
    List<Result> results = Lasting.of(() -> result(looks.next()), Duration.ZERO);

    // Then
    assertThat(results.getFirst().findings()).extracting(Finding::subject).containsExactly("lost");
  }

  private static List<Result> result(List<String> subjects) {
    List<Finding> findings =
        subjects.stream().map(subject -> new Finding(subject, "is missing")).toList();
    return List.of(Result.of("everything is told", 1, findings));
  }
}
