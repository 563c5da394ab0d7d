package dev.tagout.collector.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagout.platform.trace.Traces;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventSinkTest {
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Feed feed = new Feeds(meters, Clock.systemUTC()).listener("test");
  private final EventSink sink = new EventSink(null, Traces.none(), meters);

  @AfterEach
  void leaveNoInterrupt() {
    Thread.interrupted();
  }

  @Test
  void triesAgainUntilItIsDoneAndSaysWhyItWaits() throws InterruptedException {
    // Given
    List<FeedState> states = new ArrayList<>();

    // When
    sink.untilDone(
        feed,
        () -> {
          states.add(feed.status().state());
          if (states.size() < 3) {
            throw new IllegalStateException("away");
          }
        });

    // Then
    FeedState failing = new FeedState.Failing("Kafka does not take its events: away");
    assertThat(states).containsExactly(new FeedState.Listening(), failing, failing);
    assertThat(feed.status().state()).isEqualTo(new FeedState.Listening());
  }

  @Test
  void endsWhenTheCollectorStops() {
    // Given
    sink.stop(new ShutdownEvent());

    // When
    assertThatThrownBy(() -> sink.untilDone(feed, EventSinkTest::fail))

        // Then
        .isInstanceOf(InterruptedException.class);
  }

  @Test
  void endsWhenItsThreadIsInterrupted() {
    // Given
    Runnable interrupted =
        () -> {
          Thread.currentThread().interrupt();
          fail();
        };

    // When
    assertThatThrownBy(() -> sink.untilDone(feed, interrupted))

        // Then
        .isInstanceOf(InterruptedException.class);
  }

  private static void fail() {
    throw new IllegalStateException("away");
  }
}
