package dev.tagout.exporter.destination;

import dev.tagout.contracts.topic.Topic;
import dev.tagout.exporter.ExporterConfig;
import dev.tagout.exporter.delivery.Courier;
import dev.tagout.platform.log.LogKey;
import dev.tagout.platform.messaging.DeadLetters;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** All destinations, each with its courier. */
@ApplicationScoped
class Destinations {
  private static final Logger LOG = Logger.getLogger(Destinations.class);

  private final ExporterConfig config;
  private final String bootstrapServers;
  private final DeadLetters deadLetters;
  private final MeterRegistry meters;
  private final Clock clock;

  /** As a whole, when all are made: others ask meanwhile. */
  private volatile Map<Destination, Courier> couriers = Map.of();

  Destinations(
      ExporterConfig config,
      @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers,
      DeadLetters deadLetters,
      MeterRegistry meters,
      Clock clock) {
    this.config = config;
    this.bootstrapServers = bootstrapServers;
    this.deadLetters = deadLetters;
    this.meters = meters;
    this.clock = clock;
  }

  /** Settings that are wrong fail the start. */
  void start(@Observes StartupEvent event) {
    List<Destination> destinations =
        DestinationReader.read(config, new Variables(System.getenv().keySet()), clock);
    Map<Destination, Courier> made = new LinkedHashMap<>();
    for (Destination destination : destinations) {
      if (destination.insecure()) {
        LOG.errorf(
            "INSECURE: certificates of this destination are not verified, whoever sits in between"
                + " reads all findings and may drop them: %s",
            LogKey.DESTINATION.is(destination.route().name()));
      }
      LOG.infof(
          "findings go to %s %s as %s: %s",
          destination.type(),
          destination.target(),
          destination.format(),
          LogKey.DESTINATION.is(destination.route().name()));
      Courier courier =
          new Courier(
              destination.route(),
              bootstrapServers,
              Topic.FINDINGS.topicName(),
              (record, reason) -> deadLetters.add(Topic.FINDINGS, record, reason),
              meters,
              clock);
      made.put(destination, courier);
    }
    if (destinations.isEmpty()) {
      LOG.warn("no destination is configured: findings stay in Kafka");
    }
    couriers = Collections.unmodifiableMap(made);
    made.values().forEach(Courier::start);
  }

  void stop(@Observes ShutdownEvent event) {
    couriers.values().forEach(Courier::stop);
    // All at once: one receiver that hangs takes the time that the process has.
    List<Thread> closing =
        couriers.values().stream()
            .map(courier -> Thread.ofVirtual().start(courier::close))
            .toList();
    try {
      for (Thread thread : closing) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  List<Map.Entry<Destination, Courier>> all() {
    return new ArrayList<>(couriers.entrySet());
  }
}
