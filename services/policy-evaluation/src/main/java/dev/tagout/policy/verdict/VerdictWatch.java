package dev.tagout.policy.verdict;

import dev.tagout.platform.metrics.BackgroundGauges;
import dev.tagout.policy.PolicyConfig;
import dev.tagout.policy.database.Database;
import io.micrometer.core.instrument.Tags;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.health.api.Wellness;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/**
 * Watches that verdicts are worked out again when they have to be, by looking at what they are and
 * not at who should do it. A check of {@code /q/health/well} and not of readiness: the gate works
 * out its answers anew and is right while standing verdicts lag.
 */
@Wellness
@ApplicationScoped
class VerdictWatch implements HealthCheck {
  /** One look for all who ask at once. */
  private static final Duration FRESH = Duration.ofSeconds(1);

  private final Database database;
  private final BackgroundGauges gauges;
  private final Clock clock;
  private final PolicyConfig.Verdicts config;
  private Look last;
  private long lastNanos;

  VerdictWatch(Database database, BackgroundGauges gauges, Clock clock, PolicyConfig config) {
    this.database = database;
    this.gauges = gauges;
    this.clock = clock;
    this.config = config.verdicts();
  }

  /**
   * @param stale VMs whose verdict should have been worked out again
   * @param late for how long the first of them; zero when there is none
   */
  record Look(long stale, Duration late) {}

  void start(@Observes StartupEvent event) {
    gauges
        .watch("stale verdicts", BackgroundGauges.OFTEN, this::look)
        .gauge(
            "tagout.verdicts.stale",
            "VMs whose verdict should have been worked out again, over all replicas",
            Tags.empty(),
            Look::stale)
        .gauge(
            "tagout.verdicts.stale.oldest.seconds",
            "For how long the first of them",
            Tags.empty(),
            look -> look.late().toMillis() / 1000.0);
  }

  synchronized Look look() {
    long nanos = System.nanoTime();
    if (last == null || nanos - lastNanos > FRESH.toNanos()) {
      last = looked(clock.instant());
      lastNanos = nanos;
    }
    return last;
  }

  private Look looked(Instant now) {
    Instant before = now.minus(config.staleAfter());
    return database
        .call(
            on ->
                on.first(
                    "SELECT vms, oldest FROM stale_verdicts(?, ?)",
                    row -> look(row.getLong(1), row.getTimestamp(2), now),
                    before,
                    before.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1).toString()))
        .orElseThrow();
  }

  private static Look look(long stale, Timestamp oldest, Instant now) {
    return new Look(
        stale, oldest == null ? Duration.ZERO : Duration.between(oldest.toInstant(), now));
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder response = HealthCheckResponse.named("verdicts");
    try {
      Look look = look();
      return response
          .status(look.late().compareTo(config.unwellAfter()) <= 0)
          .withData("stale", look.stale())
          .withData("oldestSeconds", look.late().toSeconds())
          .build();
    } catch (RuntimeException e) {
      return response.down().withData("reason", String.valueOf(e.getMessage())).build();
    }
  }
}
