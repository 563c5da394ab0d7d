package dev.tagout.simulator.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagout.simulator.world.Name;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class JobsTest {
  private static final Name WEB = new Name("web-01");
  private final Jobs jobs = new Jobs();

  @Test
  void runsOneJobOfAVmAtATime() throws Exception {
    // Given
    int[] count = {0};
    List<Future<Integer>> all = new ArrayList<>();

    // When
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (int i = 0; i < 8_000; i++) {
        all.add(threads.submit(() -> jobs.run(WEB, () -> ++count[0])));
      }
    }

    // Then
    assertThat(all).extracting(Future::get).doesNotHaveDuplicates();
    assertThat(count[0]).isEqualTo(8_000);
    assertThat(jobs.size()).isZero();
  }

  @Test
  void isNotInTheWayOfAnotherVm() throws Exception {
    // Given
    Name other = new Name("db-01");

    // When
    String done =
        jobs.run(
            WEB,
            () -> {
              try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
                return threads.submit(() -> jobs.run(other, () -> "done")).get();
              } catch (Exception e) {
                throw new AssertionError(e);
              }
            });

    // Then
    assertThat(done).isEqualTo("done");
  }

  @Test
  void keepsNothingOfAJobThatFails() {
    // When
    assertThatThrownBy(
            () ->
                jobs.run(
                    WEB,
                    () -> {
                      throw new IllegalStateException("no");
                    }))
        .hasMessage("no");

    // Then
    assertThat(jobs.size()).isZero();
  }
}
