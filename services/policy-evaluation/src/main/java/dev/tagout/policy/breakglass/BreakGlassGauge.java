package dev.tagout.policy.breakglass;

import dev.tagout.platform.metrics.BackgroundGauges;
import dev.tagout.policy.database.Database;
import dev.tagout.policy.database.Statements;
import io.micrometer.core.instrument.Tags;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;

/** How many break-glasses can admit a start now, or wait for an approval. */
@ApplicationScoped
class BreakGlassGauge {
  private final Database database;
  private final BackgroundGauges gauges;
  private final Clock clock;

  BreakGlassGauge(Database database, BackgroundGauges gauges, Clock clock) {
    this.database = database;
    this.gauges = gauges;
    this.clock = clock;
  }

  private record Seen(long requested, long approved) {}

  void start(@Observes StartupEvent event) {
    BackgroundGauges.Watched<Seen> open =
        gauges.watch("break-glasses", BackgroundGauges.OFTEN, () -> database.call(this::look));
    String name = "tagout.break.glass.open";
    String description = "Break-glasses that wait for approval, and that can admit a start now";
    open.gauge(name, description, Tags.of("state", "requested"), Seen::requested);
    open.gauge(name, description, Tags.of("state", "approved"), Seen::approved);
  }

  private Seen look(Statements on) throws SQLException {
    Instant now = clock.instant();
    return on.first(
            "SELECT count(*) FILTER (WHERE state = 'requested'),"
                + " count(*) FILTER (WHERE state = 'approved')"
                + " FROM (SELECT break_glass_state(g, ?) AS state FROM break_glass g"
                + " WHERE expires_at > ?) open",
            row -> new Seen(row.getLong(1), row.getLong(2)),
            now,
            now)
        .orElseThrow();
  }
}
