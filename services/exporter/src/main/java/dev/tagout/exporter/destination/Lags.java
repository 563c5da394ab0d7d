package dev.tagout.exporter.destination;

import dev.tagout.contracts.topic.Topic;
import dev.tagout.platform.messaging.GroupLag;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** How many findings each destination does not surely have, over all replicas. */
@ApplicationScoped
class Lags {
  private static final Duration EVERY = Duration.ofSeconds(5);

  private final Destinations destinations;
  private final MeterRegistry meters;
  private final GroupLag lags;

  Lags(
      Destinations destinations,
      MeterRegistry meters,
      @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers) {
    this.destinations = destinations;
    this.meters = meters;
    this.lags = new GroupLag(bootstrapServers, EVERY);
  }

  /** After the destinations are there. */
  void start(@Observes @Priority(Interceptor.Priority.APPLICATION + 1000) StartupEvent event) {
    List<String> groups =
        destinations.all().stream().map(entry -> entry.getKey().route().group()).toList();
    for (var entry : destinations.all()) {
      Gauge.builder("tagout.exporter.lag", () -> known(entry.getKey()))
          .description("Findings that the destination does not surely have yet")
          .baseUnit("records")
          .tag("destination", entry.getKey().route().name())
          .register(meters);
    }
    lags.start(Topic.FINDINGS.topicName(), groups);
  }

  private double known(Destination destination) {
    OptionalLong lag = of(destination);
    return lag.isPresent() ? lag.getAsLong() : Double.NaN;
  }

  /** Empty while nobody knows. */
  OptionalLong of(Destination destination) {
    return lags.of(destination.route().group());
  }

  void stop(@Observes ShutdownEvent event) {
    lags.close();
  }
}
