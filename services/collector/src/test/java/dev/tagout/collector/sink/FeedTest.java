package dev.tagout.collector.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagout.contracts.topic.Topic;
import dev.tagout.platform.messaging.OutgoingRecord;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FeedTest {
  private static final Instant NOW = Instant.parse("2026-03-02T08:15:00Z");

  private final Feed feed =
      new Feed(
          "lab",
          "fake",
          Optional.empty(),
          new FeedState.Connecting(),
          Clock.fixed(NOW, ZoneOffset.UTC));

  @Test
  void knowsNoLagBeforeTheFirstEvent() {
    // When
    Feed.Status status = feed.status();

    // Then
    assertThat(status)
        .isEqualTo(
            new Feed.Status(
                new FeedState.Connecting(), NOW, Optional.empty(), Optional.empty(), 0));
  }

  @Test
  void measuresLagFromTheLastEventOfADelivery() {
    // When
    feed.delivered(List.of(record("a", NOW.minusSeconds(9)), record("b", NOW.minusMillis(40))));

    // Then
    assertThat(feed.status().lag()).contains(Duration.ofMillis(40));
    assertThat(feed.status().lastEventAt()).contains(NOW.minusMillis(40));
    assertThat(feed.status().events()).isEqualTo(2);
  }

  @Test
  void callsAnEventFromAClockAheadNotEarly() {
    // When
    feed.delivered(List.of(record("a", NOW.plusSeconds(3))));

    // Then
    assertThat(feed.status().lag()).contains(Duration.ZERO);
  }

  @Test
  void failsWhileKafkaIsAwayThoughConnected() {
    // Given
    feed.connection(new FeedState.Connected());

    // When
    feed.waiting("Kafka is away");

    // Then
    assertThat(feed.status().state()).isEqualTo(new FeedState.Failing("Kafka is away"));
  }

  @Test
  void isConnectedAgainWhenKafkaIsBack() {
    // Given
    feed.connection(new FeedState.Connected());
    feed.waiting("Kafka is away");

    // When
    feed.notWaiting();

    // Then
    assertThat(feed.status().state()).isEqualTo(new FeedState.Connected());
  }

  @Test
  void remembersALostEventThroughOthers() {
    // Given
    feed.connection(new FeedState.Connected());
    feed.lost("dev.tagout.host.connected.v1", "fake:host-a", "data: is too large");

    // When
    feed.delivered(List.of(record("fake:host-b", NOW)));

    // Then
    assertThat(feed.status().state())
        .isEqualTo(
            new FeedState.Failing(
                "dev.tagout.host.connected.v1 of fake:host-a is lost: data: is too large"));
  }

  @Test
  void forgetsALostEventWhenALaterOneOfItsKindIsDelivered() {
    // Given
    feed.connection(new FeedState.Connected());
    feed.lost("dev.tagout.host.connected.v1", "fake:host-a", "data: is too large");

    // When
    feed.delivered(List.of(record("fake:host-a", NOW)));

    // Then
    assertThat(feed.status().state()).isEqualTo(new FeedState.Connected());
  }

  private static OutgoingRecord record(String subject, Instant time) {
    return new OutgoingRecord(
        Topic.HOST_EVENTS,
        subject,
        "e-1",
        "dev.tagout.host.connected.v1",
        URI.create("/collector/fake/lab"),
        subject,
        time,
        "{}");
  }
}
