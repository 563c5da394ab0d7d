package dev.tagout.collector.sink;

import dev.tagout.hypervisor.Capabilities;
import dev.tagout.platform.messaging.OutgoingRecord;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One way by which events come in: a hypervisor, or a door at which others knock. Knows how it
 * stands with it; may be used by several threads.
 */
public final class Feed {
  private final String name;
  private final String type;
  private final Optional<Capabilities> capabilities;
  private final Clock clock;

  /** What could not be delivered, by type and subject, until a later event of the same kind is. */
  private final Map<String, Stated> lost = new LinkedHashMap<>();

  private Stated connection;
  private Stated waiting;
  private Instant lastEventAt;
  private Duration lag;
  private long events;

  Feed(
      String name,
      String type,
      Optional<Capabilities> capabilities,
      FeedState initial,
      Clock clock) {
    this.name = name;
    this.type = type;
    this.capabilities = capabilities;
    this.clock = clock;
    this.connection = new Stated(initial, clock.instant());
  }

  public String name() {
    return name;
  }

  public String type() {
    return type;
  }

  /** What the hypervisor's adapter can do; empty for a feed that is no hypervisor. */
  public Optional<Capabilities> capabilities() {
    return capabilities;
  }

  /** The other side came or went. Hearing the same state again does not make it younger. */
  public synchronized void connection(FeedState state) {
    if (!connection.state().equals(state)) {
      connection = new Stated(state, clock.instant());
    }
  }

  /** Kafka does not take what this feed tells; it is tried again. */
  synchronized void waiting(String reason) {
    Instant since = waiting == null ? clock.instant() : waiting.since();
    waiting = new Stated(new FeedState.Failing(reason), since);
  }

  synchronized void notWaiting() {
    waiting = null;
  }

  /** An event can never be delivered. Shows until a later one of its type and subject is. */
  public synchronized void lost(String eventType, String subject, String reason) {
    lost.put(
        eventType + ' ' + subject,
        new Stated(
            new FeedState.Failing(eventType + " of " + subject + " is lost: " + reason),
            clock.instant()));
  }

  /** Kafka has these. Returns the lag of the last one: from its time until now. */
  synchronized Duration delivered(List<OutgoingRecord> records) {
    OutgoingRecord last = records.getLast();
    Duration between = Duration.between(last.time(), clock.instant());
    lag = between.isNegative() ? Duration.ZERO : between;
    lastEventAt = last.time();
    events += records.size();
    records.forEach(r -> lost.remove(r.type() + ' ' + r.subject()));
    return lag;
  }

  /** How it stands now. */
  public synchronized Status status() {
    Stated now = waiting;
    if (now == null) {
      now = lost.isEmpty() ? connection : lost.values().iterator().next();
    }
    return new Status(
        now.state(),
        now.since(),
        Optional.ofNullable(lastEventAt),
        Optional.ofNullable(lag),
        events);
  }

  /**
   * How it stands with a feed.
   *
   * @param since since when it is in this state
   * @param lastEventAt time of the last event that Kafka acknowledged
   * @param lag from that event's time to Kafka's acknowledgement
   * @param events acknowledged since the collector started
   */
  public record Status(
      FeedState state,
      Instant since,
      Optional<Instant> lastEventAt,
      Optional<Duration> lag,
      long events) {}

  private record Stated(FeedState state, Instant since) {}
}
