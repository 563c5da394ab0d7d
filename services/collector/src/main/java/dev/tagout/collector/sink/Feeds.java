package dev.tagout.collector.sink;

import dev.tagout.hypervisor.Capabilities;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Every feed of this collector. */
@ApplicationScoped
public class Feeds {
  private final List<Feed> all = new CopyOnWriteArrayList<>();
  private final MeterRegistry meters;
  private final Clock clock;

  public Feeds(MeterRegistry meters, Clock clock) {
    this.meters = meters;
    this.clock = clock;
  }

  /** A hypervisor, to which we connect. */
  public Feed hypervisor(String name, String type, Capabilities capabilities) {
    return add(new Feed(name, type, Optional.of(capabilities), new FeedState.Connecting(), clock));
  }

  /** A door at which others knock; its type is its name. */
  public Feed listener(String name) {
    return add(new Feed(name, name, Optional.empty(), new FeedState.Listening(), clock));
  }

  /** In the order in which they were added. */
  public List<Feed> all() {
    return List.copyOf(all);
  }

  private Feed add(Feed feed) {
    all.add(feed);
    Gauge.builder("tagout.collector.source.up", feed, f -> f.status().state().isUp() ? 1 : 0)
        .description("1 while everything that the source tells reaches Kafka")
        .tags("source", feed.name(), "type", feed.type())
        .register(meters);
    Gauge.builder("tagout.collector.source.last.event.timestamp.seconds", feed, Feeds::lastEvent)
        .description("Time of the last event that Kafka has, in seconds since 1970")
        .tags("source", feed.name(), "type", feed.type())
        .register(meters);
    return feed;
  }

  /** Not a number before the first event. */
  private static double lastEvent(Feed feed) {
    return feed.status().lastEventAt().map(at -> at.toEpochMilli() / 1e3).orElse(Double.NaN);
  }
}
