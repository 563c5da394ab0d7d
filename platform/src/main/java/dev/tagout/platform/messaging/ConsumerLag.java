package dev.tagout.platform.messaging;

import dev.tagout.platform.log.LogKey;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.admin.Admin;
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
  private static final Pattern TOPIC = Pattern.compile("mp\\.messaging\\.incoming\\.(.+)\\.topic");

  private final Config config;
  private final String bootstrapServers;
  private final MeterRegistry meters;
  private final Map<String, Double> lags = new ConcurrentHashMap<>();
  private volatile Map<String, Throwable> unknown = Map.of();
  private RepeatedQuestion question;

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
      Gauge.builder("tagout.kafka.up", this, lag -> lag.isAnyKnown() ? 1 : 0)
          .description("1 while Kafka tells this replica of a channel, asked every 10 s")
          .register(meters);
      question =
          new RepeatedQuestion(
              RepeatedQuestion.admins(bootstrapServers, EVERY),
              EVERY,
              admin -> look(admin, channels),
              reason -> nothingIsKnown(channels, reason));
      question.start("consumer-lag");
    }
  }

  void stop(@Observes ShutdownEvent event) {
    if (question != null) {
      question.close();
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

  private void look(Admin admin, List<Channel> channels) throws InterruptedException {
    Map<String, Throwable> reasons = new HashMap<>();
    for (Channel channel : channels) {
      look(admin, channel).ifPresent(reason -> reasons.put(channel.topic(), reason));
    }
    unknown = reasons;
  }

  /** Returns why the lag is not known; empty when it is. */
  private Optional<Throwable> look(Admin admin, Channel channel) throws InterruptedException {
    try {
      lags.put(channel.name(), (double) GroupLag.lag(admin, channel.topic(), channel.group()));
      return Optional.empty();
    } catch (ExecutionException e) {
      return unknown(channel, e.getCause());
    } catch (TimeoutException | RuntimeException | Error e) {
      return unknown(channel, e);
    }
  }

  private Optional<Throwable> unknown(Channel channel, Throwable reason) {
    // Not the last number: nobody knows it now.
    lags.remove(channel.name());
    LOG.debugf(
        "lag is not known: %s %s", LogKey.TOPIC.is(channel.topic()), LogKey.REASON.is(reason));
    return Optional.of(reason);
  }

  private void nothingIsKnown(List<Channel> channels, Throwable reason) {
    lags.clear();
    unknown =
        channels.stream().collect(Collectors.toMap(Channel::topic, channel -> reason, (a, b) -> a));
  }

  /** Why the lag of a topic was not known when it was last asked for; of the others it was. */
  Map<String, Throwable> unknown() {
    return unknown;
  }

  /** Whether that of some channel was known. */
  boolean isAnyKnown() {
    return !lags.isEmpty();
  }
}
