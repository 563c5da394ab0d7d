package dev.tagout.platform.messaging;

import dev.tagout.platform.log.LogKey;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * How many records of each incoming channel no replica has acknowledged. Asked of the broker, as a
 * consumer that waits for something does not know what comes behind.
 */
@ApplicationScoped
class ConsumerLag {
  private static final Logger LOG = Logger.getLogger(ConsumerLag.class);
  private static final Duration EVERY = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Pattern TOPIC = Pattern.compile("mp\\.messaging\\.incoming\\.(.+)\\.topic");

  private final Config config;
  private final String bootstrapServers;
  private final MeterRegistry meters;
  private final Map<String, Double> lags = new ConcurrentHashMap<>();
  private volatile String trouble;
  private Thread thread;

  ConsumerLag(
      Config config,
      @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers,
      MeterRegistry meters) {
    this.config = config;
    this.bootstrapServers = bootstrapServers;
    this.meters = meters;
  }

  private record Channel(String name, String topic, String group) {}

  void start(@Observes StartupEvent event) {
    List<Channel> channels = channels();
    for (Channel channel : channels) {
      Gauge.builder(
              "tagout.consumer.lag", lags, known -> known.getOrDefault(channel.name(), Double.NaN))
          .description("Records that no replica has acknowledged yet")
          .tag("channel", channel.name())
          .register(meters);
    }
    if (!channels.isEmpty()) {
      Gauge.builder("tagout.kafka.up", lags, known -> known.isEmpty() ? 0 : 1)
          .description("1 while Kafka answers this replica, asked every 10 s")
          .register(meters);
      thread = Thread.ofPlatform().name("consumer-lag").daemon().start(() -> look(channels));
    }
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    if (thread != null) {
      thread.interrupt();
      thread.join(PATIENCE);
    }
  }

  private List<Channel> channels() {
    return StreamSupport.stream(config.getPropertyNames().spliterator(), false)
        .map(TOPIC::matcher)
        .filter(Matcher::matches)
        .map(matcher -> matcher.group(1))
        .distinct()
        .map(name -> new Channel(name, setting(name, "topic"), setting(name, "group.id")))
        .toList();
  }

  private String setting(String channel, String name) {
    return config.getValue("mp.messaging.incoming." + channel + "." + name, String.class);
  }

  private void look(List<Channel> channels) {
    try (Admin admin =
        Admin.create(
            Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                EVERY.toMillis()))) {
      while (true) {
        List<String> troubles =
            channels.stream()
                .map(channel -> look(admin, channel))
                .flatMap(Optional::stream)
                .toList();
        // One channel that cannot be asked about says more of that channel than of the broker.
        trouble = troubles.size() == channels.size() ? troubles.getFirst() : null;
        Thread.sleep(EVERY);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (StoppedException e) {
      LOG.debugf("no longer asks for lag: %s", LogKey.REASON.is(e));
    }
  }

  /** Why the broker did not answer, the last time that it was asked; empty when it did. */
  Optional<String> trouble() {
    return Optional.ofNullable(trouble);
  }

  /** Returns why the lag is not known; empty when it is. */
  private Optional<String> look(Admin admin, Channel channel) {
    try {
      lags.put(channel.name(), (double) GroupLag.lag(admin, channel.topic(), channel.group()));
      return Optional.empty();
    } catch (InterruptedException e) {
      throw new StoppedException(e);
    } catch (ExecutionException | TimeoutException | RuntimeException | Error e) {
      // Not the last number: nobody knows it now.
      lags.remove(channel.name());
      LOG.debugf("lag is not known: %s %s", LogKey.TOPIC.is(channel.topic()), LogKey.REASON.is(e));
      return Optional.of(e.toString());
    }
  }

  private static final class StoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StoppedException(InterruptedException cause) {
      super(cause);
    }
  }
}
