package dev.tagout.platform.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RestingTopicsTest {
  private static final Set<String> VERDICTS = Set.of("tagout.verdicts.v1");

  /** Not zero, and about to overflow, as System.nanoTime may be. */
  private long now = Long.MAX_VALUE - Duration.ofSeconds(3).toNanos();

  private final RestingTopics resting = new RestingTopics(() -> now);

  @Test
  void aTopicThatTakesNothingRestsLongerEachTimeAndNeverForMoreThanTenSeconds() {
    // When
    List<Long> seconds = new ArrayList<>();
    for (int time = 0; time < 7; time++) {
      resting.stuck(VERDICTS);
      seconds.add(secondsUntilTried());
    }

    // Then
    assertThat(seconds).containsExactly(0L, 1L, 2L, 4L, 8L, 10L, 10L);
  }

  @Test
  void aTopicThatTookSomethingIsTriedAtOnceTheNextTime() {
    // Given
    resting.stuck(VERDICTS);
    resting.stuck(VERDICTS);

    // When
    resting.flow(VERDICTS);
    resting.stuck(VERDICTS);

    // Then
    assertThat(resting.now()).isEmpty();
  }

  @Test
  void aKafkaThatIsAwayDoesNotCountAgainstItsTopics() {
    // When
    resting.away(VERDICTS);
    resting.away(VERDICTS);
    resting.away(VERDICTS);

    // Then
    assertThat(secondsUntilTried()).isEqualTo(1);
  }

  @Test
  void whatIsLeftBehindWhenKafkaComesBackIsTriedAtOnce() {
    // Given
    resting.away(VERDICTS);

    // When
    resting.stuck(VERDICTS);

    // Then
    assertThat(resting.now()).isEmpty();
  }

  @Test
  void restsOnlyWhatIsStuck() {
    // Given
    resting.stuck(VERDICTS);

    // When
    resting.stuck(VERDICTS);

    // Then
    assertThat(resting.now()).isEqualTo(VERDICTS);
  }

  private long secondsUntilTried() {
    long began = now;
    while (!resting.now().isEmpty()) {
      now += Duration.ofMillis(500).toNanos();
    }
    return Duration.ofNanos(now - began).toSeconds();
  }
}
