package dev.tagout.platform.outbox;

import dev.tagout.platform.database.Transaction;
import dev.tagout.platform.metrics.BackgroundGauges;
import io.micrometer.core.instrument.Tags;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.health.api.Wellness;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.function.ToDoubleFunction;
import javax.sql.DataSource;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/**
 * How far behind the outbox is, as metrics and as a check of {@code /q/health/well}. It is no check
 * of readiness: who cannot tell others can still answer.
 */
@Wellness
@ApplicationScoped
class OutboxState implements HealthCheck {
  /** Beyond so many it only matters that they are many. */
  private static final int MOST = 100_000;

  /** Older messages than this are not explained by a relay that is merely busy. */
  private static final Duration LATE = Duration.ofMinutes(1);

  /** One look for all who ask at once. */
  private static final Duration FRESH = Duration.ofSeconds(1);

  private final DataSource database;
  private final BackgroundGauges gauges;
  private final Clock clock;
  private Look last;
  private long lastNanos;

  OutboxState(DataSource database, BackgroundGauges gauges, Clock clock) {
    this.database = database;
    this.gauges = gauges;
    this.clock = clock;
  }

  /**
   * @param waiting messages in the outbox, at most {@link #MOST}
   * @param oldest when the first of them was made; null when there is none
   * @param dead messages that were put aside and not replayed
   */
  record Look(long waiting, Instant oldest, long dead) {
    Duration age(Instant now) {
      return oldest == null || oldest.isAfter(now) ? Duration.ZERO : Duration.between(oldest, now);
    }
  }

  /**
   * What a look from the background saw.
   *
   * @param look null while the database is away
   */
  private record Seen(Look look) {
    double number(ToDoubleFunction<Look> number) {
      return look == null ? Double.NaN : number.applyAsDouble(look);
    }
  }

  void start(@Observes StartupEvent event) {
    gauges
        .watch("the outbox", BackgroundGauges.OFTEN, this::seen)
        .gauge(
            "tagout.outbox.waiting",
            "Messages that wait for Kafka, up to " + MOST,
            Tags.empty(),
            seen -> seen.number(Look::waiting))
        .gauge(
            "tagout.outbox.oldest.seconds",
            "Age of the oldest message that waits for Kafka",
            Tags.empty(),
            seen -> seen.number(look -> look.age(clock.instant()).toMillis() / 1000.0))
        .gauge(
            "tagout.outbox.dead",
            "Messages put aside and not replayed",
            Tags.empty(),
            seen -> seen.number(Look::dead))
        .gauge(
            "tagout.database.up",
            "1 while the database answers this replica",
            Tags.empty(),
            seen -> seen.look() == null ? 0 : 1);
  }

  private Seen seen() {
    try {
      return new Seen(look());
    } catch (SQLException | RuntimeException e) {
      return new Seen(null);
    }
  }

  synchronized Look look() throws SQLException {
    long now = System.nanoTime();
    if (last == null || now - lastNanos > FRESH.toNanos()) {
      last = Transaction.run(database, OutboxState::look);
      lastNanos = now;
    }
    return last;
  }

  private static Look look(Connection on) throws SQLException {
    try (PreparedStatement select =
            on.prepareStatement(
                "SELECT (SELECT count(*) FROM (SELECT 1 FROM outbox LIMIT "
                    + MOST
                    + ") o), (SELECT ce_time FROM outbox ORDER BY id LIMIT 1),"
                    + " (SELECT count(*) FROM outbox_dead WHERE replayed_at IS NULL)");
        ResultSet row = select.executeQuery()) {
      row.next();
      OffsetDateTime oldest = row.getObject(2, OffsetDateTime.class);
      return new Look(row.getLong(1), oldest == null ? null : oldest.toInstant(), row.getLong(3));
    }
  }

  /** Whether the oldest message waits for longer than a busy relay explains. */
  boolean isLate(Look look) {
    return look.age(clock.instant()).compareTo(LATE) > 0;
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder response = HealthCheckResponse.named("outbox");
    try {
      Look look = look();
      boolean late = isLate(look);
      return response
          .status(look.dead() == 0 && !late)
          .withData("waiting", look.waiting())
          .withData("oldestSeconds", look.age(clock.instant()).toSeconds())
          .withData("dead", look.dead())
          .build();
    } catch (SQLException | RuntimeException e) {
      return response.down().withData("reason", String.valueOf(e.getMessage())).build();
    }
  }
}
