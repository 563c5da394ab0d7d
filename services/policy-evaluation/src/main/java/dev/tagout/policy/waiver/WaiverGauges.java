package dev.tagout.policy.waiver;

import dev.tagout.platform.metrics.BackgroundGauges;
import dev.tagout.policy.database.Database;
import dev.tagout.policy.database.Statements;
import io.micrometer.core.instrument.Tags;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** How many waivers are in force, asked for, and about to end. */
@ApplicationScoped
class WaiverGauges {
  private final Database database;
  private final BackgroundGauges gauges;
  private final Clock clock;

  WaiverGauges(Database database, BackgroundGauges gauges, Clock clock) {
    this.database = database;
    this.gauges = gauges;
    this.clock = clock;
  }

  private record Seen(long requested, long approved, long active, long endInDay, long endInWeek) {}

  void start(@Observes StartupEvent event) {
    BackgroundGauges.Watched<Seen> waivers =
        gauges.watch("waivers", BackgroundGauges.OFTEN, () -> database.call(this::look));
    String count = "Waivers that somebody has yet to approve, approved ones to come, and active";
    waivers.gauge("tagout.waivers", count, Tags.of("state", "requested"), Seen::requested);
    waivers.gauge("tagout.waivers", count, Tags.of("state", "approved"), Seen::approved);
    waivers.gauge("tagout.waivers", count, Tags.of("state", "active"), Seen::active);
    String ending = "Active waivers that end soon";
    waivers.gauge("tagout.waivers.ending", ending, Tags.of("within", "1d"), Seen::endInDay);
    waivers.gauge("tagout.waivers.ending", ending, Tags.of("within", "7d"), Seen::endInWeek);
  }

  private Seen look(Statements on) throws SQLException {
    Instant now = clock.instant();
    return on.first(
            "SELECT count(*) FILTER (WHERE state = 'requested'),"
                + " count(*) FILTER (WHERE state = 'approved'),"
                + " count(*) FILTER (WHERE state = 'active'),"
                + " count(*) FILTER (WHERE state = 'active' AND expires_at <= ?),"
                + " count(*) FILTER (WHERE state = 'active' AND expires_at <= ?)"
                + " FROM (SELECT waiver_state(w, ?) AS state, expires_at FROM waiver w"
                + " WHERE expires_at > ? AND revoked_at IS NULL) open",
            row ->
                new Seen(
                    row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5)),
            now.plus(Duration.ofDays(1)),
            now.plus(Duration.ofDays(7)),
            now,
            now)
        .orElseThrow();
  }
}
