package dev.tagout.policy.impact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConveyorTest {
  @Test
  void keepsTheOrderAndHoldsOnlySoMuch() {
    // Given
    AtomicInteger under = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Iterator<Integer> numbers =
        IntStream.range(0, 5000)
            .peek(i -> most.accumulateAndGet(under.incrementAndGet(), Math::max))
            .iterator();
    List<Integer> out = new ArrayList<>();

    // When
    try (Conveyor conveyor = new Conveyor()) {
      conveyor.<Integer, Integer>run(
          numbers,
          i -> i * 2,
          result -> {
            under.decrementAndGet();
            out.add(result);
          });
    }

    // Then
    assertThat(out).isEqualTo(IntStream.range(0, 5000).map(i -> i * 2).boxed().toList());
    assertThat(most.get()).isLessThan(600);
  }

  @Test
  void throwsWhatTheWorkThrows() {
    try (Conveyor conveyor = new Conveyor()) {
      assertThatThrownBy(
              () ->
                  conveyor.run(
                      List.of(1).iterator(),
                      i -> {
                        throw new IllegalArgumentException("no");
                      },
                      result -> {}))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
