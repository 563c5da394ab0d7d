package dev.tagout.collector.source;

import dev.tagout.collector.CollectorConfig;
import dev.tagout.collector.sink.Door;
import dev.tagout.collector.sink.EventSink;
import dev.tagout.collector.sink.Feed;
import dev.tagout.collector.sink.FeedState;
import dev.tagout.collector.sink.Feeds;
import dev.tagout.collector.sink.Instants;
import dev.tagout.hypervisor.HypervisorAdapter;
import dev.tagout.hypervisor.HypervisorSettings;
import dev.tagout.hypervisor.LifecycleSource;
import dev.tagout.platform.config.HypervisorsConfig;
import dev.tagout.platform.log.LogKey;
import dev.tagout.platform.stop.StopOrder;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jboss.logging.Logger;

/**
 * Starts a source for each configured hypervisor, and closes them. All settings are checked before
 * the first source starts; afterwards one that fails does not touch the others.
 */
@ApplicationScoped
class Hypervisors {
  private static final Logger LOG = Logger.getLogger(Hypervisors.class);
  private static final String PREFIX = "tagout.hypervisors.";

  /** More often the hypervisors would be busy with being asked. */
  private static final Duration SHORTEST = Duration.ofSeconds(5);

  private final HypervisorsConfig config;
  private final Duration listEvery;
  private final Feeds feeds;
  private final Door door;
  private final Instants instants;
  private final EventSink sink;
  private final List<Running> running = new ArrayList<>();

  Hypervisors(
      HypervisorsConfig config,
      CollectorConfig collector,
      Feeds feeds,
      Door door,
      Instants instants,
      EventSink sink) {
    this.config = config;
    this.listEvery = listEvery(collector);
    this.feeds = feeds;
    this.door = door;
    this.instants = instants;
    this.sink = sink;
  }

  void start(@Observes StartupEvent event) {
    prepare(Adapters.onClassPath());
    running.forEach(this::start);
  }

  void stop(@Observes @Priority(StopOrder.WORK) ShutdownEvent event) {
    running.forEach(Hypervisors::close);
  }

  /**
   * @throws ConfigurationException that names the setting when it is too short
   */
  static Duration listEvery(CollectorConfig config) {
    Duration every = config.listEvery();
    if (every.compareTo(SHORTEST) < 0) {
      throw new ConfigurationException(
          "tagout.collector.list-every must be " + SHORTEST + " at least, not " + every);
    }
    return every;
  }

  private void prepare(Adapters adapters) {
    new TreeMap<>(config.byName())
        .forEach((name, hypervisor) -> running.add(prepare(name, hypervisor, adapters)));
  }

  private Running prepare(String name, HypervisorsConfig.Hypervisor hypervisor, Adapters adapters) {
    HypervisorAdapter adapter = adapter(name, hypervisor.type(), adapters);
    LifecycleSource source = source(name, hypervisor, adapter, listEvery);
    return new Running(source, feeds.hypervisor(name, adapter.type(), adapter.capabilities()));
  }

  /**
   * @throws ConfigurationException that names the key and the types that there are
   */
  static HypervisorAdapter adapter(String name, String type, Adapters adapters) {
    return adapters
        .ofType(type)
        .orElseThrow(
            () ->
                new ConfigurationException(
                    PREFIX + name + ".type is " + type + ", known are " + adapters.types()));
  }

  /**
   * @throws ConfigurationException that names the setting which the adapter refuses
   */
  static LifecycleSource source(
      String name,
      HypervisorsConfig.Hypervisor hypervisor,
      HypervisorAdapter adapter,
      Duration listEvery) {
    try {
      return adapter.source(
          new HypervisorSettings(
              name, hypervisor.type(), hypervisor.uri(), hypervisor.properties()),
          listEvery);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(PREFIX + name + ": " + e.getMessage(), e);
    }
  }

  private void start(Running one) {
    try {
      one.source().start(new SourceSink(one.feed(), door, instants, sink));
    } catch (RuntimeException e) {
      LOG.errorf(e, "cannot start %s", LogKey.SOURCE.is(one.feed().name()));
      one.feed().connection(new FeedState.Disconnected("could not be started: " + e.getMessage()));
    }
  }

  private static void close(Running one) {
    try {
      one.source().close();
    } catch (RuntimeException e) {
      LOG.warnf("cannot close %s %s", LogKey.SOURCE.is(one.feed().name()), LogKey.REASON.is(e));
    }
  }

  private record Running(LifecycleSource source, Feed feed) {}
}
