package dev.tagout.exporter.delivery;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** What is counted of one destination. */
final class Counts {
  private static final String DESTINATION = "destination";

  private final Counter delivered;
  private final Counter deadLetters;
  private final Counter filtered;
  private final Counter truncated;
  private final Counter retries;
  private final Counter lost;

  Counts(MeterRegistry meters, String destination, Condition condition) {
    delivered = events(meters, destination, "delivered");
    deadLetters = events(meters, destination, "dead_letter");
    filtered = events(meters, destination, "filtered");
    truncated =
        Counter.builder("tagout.exporter.truncated")
            .description("Findings that were cut to what the receiver takes")
            .tag(DESTINATION, destination)
            .register(meters);
    retries =
        Counter.builder("tagout.exporter.retries")
            .description("Attempts that a receiver did not take, and that are made again")
            .tag(DESTINATION, destination)
            .register(meters);
    lost =
        Counter.builder("tagout.exporter.lost")
            .description("Findings that Kafka dropped before they were delivered")
            .tag(DESTINATION, destination)
            .register(meters);
    Gauge.builder("tagout.exporter.receiver.up", condition, Counts::up)
        .description("1 while the receiver takes findings, 0 while it is away")
        .tag(DESTINATION, destination)
        .register(meters);
    Gauge.builder("tagout.exporter.last.success.timestamp", condition, Counts::lastSuccess)
        .description(
            "When the receiver last was known to have all or some of what there was for it, or the"
                + " start of the service, in seconds since 1970")
        .baseUnit("seconds")
        .tag(DESTINATION, destination)
        .register(meters);
  }

  private static Counter events(MeterRegistry meters, String destination, String outcome) {
    return Counter.builder("tagout.exporter.events")
        .description("Findings that need not be looked at again for this destination, and why")
        .tag(DESTINATION, destination)
        .tag("outcome", outcome)
        .register(meters);
  }

  private static double up(Condition condition) {
    return switch (condition.look().state()) {
      case UP -> 1;
      case DOWN -> 0;
      case UNKNOWN -> Double.NaN;
    };
  }

  private static double lastSuccess(Condition condition) {
    return condition.lastSuccess().toEpochMilli() / 1000.0;
  }

  void delivered(int findings) {
    delivered.increment(findings);
  }

  void deadLetter() {
    deadLetters.increment();
  }

  void filtered() {
    filtered.increment();
  }

  void truncated() {
    truncated.increment();
  }

  void retry() {
    retries.increment();
  }

  void lost(long findings) {
    lost.increment(findings);
  }
}
