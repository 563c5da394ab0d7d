package dev.tagout.exporter.destination;

import dev.tagout.exporter.ExporterConfig;
import dev.tagout.exporter.delivery.Condition;
import dev.tagout.exporter.delivery.Courier;
import dev.tagout.exporter.world.Findings;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A courier from a topic to one destination, by settings as people write them. */
public final class Carrier implements AutoCloseable {
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final List<String> deadLetters = new CopyOnWriteArrayList<>();
  private final Courier courier;

  private Carrier(
      Findings findings, Map<String, String> settings, String name, Runnable beforeALetter) {
    Map<String, String> all =
        new TreeMap<>(Map.of("retry.first-pause", "20MS", "retry.longest-pause", "200MS"));
    all.putAll(settings);
    Destination destination = destinations(name, all).getFirst();
    courier =
        new Courier(
            destination.route(),
            findings.bootstrapServers(),
            findings.topic(),
            (record, reason) -> {
              beforeALetter.run();
              deadLetters.add(reason.getMessage());
            },
            meters,
            Clock.systemUTC());
    courier.start();
  }

  /** One that works; short pauses unless the settings say otherwise. */
  public static Carrier of(Findings findings, Map<String, String> settings) {
    return of(findings, settings, "it");
  }

  /** The same, by another name. */
  public static Carrier of(Findings findings, Map<String, String> settings, String name) {
    return new Carrier(findings, settings, name, () -> {});
  }

  /**
   * The same.
   *
   * @param beforeALetter throws while no dead letter can be written
   */
  public static Carrier of(
      Findings findings, Map<String, String> settings, Runnable beforeALetter) {
    return new Carrier(findings, settings, "it", beforeALetter);
  }

  /** Destinations of these settings, of which each goes by {@code destinations.<name>.}. */
  public static List<Destination> destinations(String name, Map<String, String> settings) {
    Map<String, String> full = new TreeMap<>();
    settings.forEach(
        (key, value) -> full.put("tagout.exporter.destinations." + name + "." + key, value));
    return DestinationReader.read(config(full), new Variables(List.of()), Clock.systemUTC());
  }

  static ExporterConfig config(Map<String, String> properties) {
    return new SmallRyeConfigBuilder()
        .addDiscoveredConverters()
        .withMapping(ExporterConfig.class)
        .withSources(new PropertiesConfigSource(properties, "test", 400))
        .build()
        .getConfigMapping(ExporterConfig.class);
  }

  public Condition.Look look() {
    return courier.condition().look();
  }

  /** Why records were put aside. */
  public List<String> deadLetters() {
    return deadLetters;
  }

  public String group() {
    return courier.route().group();
  }

  public double count(String meter) {
    return meters.find(meter).counters().stream().mapToDouble(Counter::count).sum();
  }

  /** In order. */
  public void stop() {
    courier.close();
  }

  @Override
  public void close() {
    stop();
  }
}
