package dev.tagout.policy.bundle;

import dev.tagout.platform.metrics.BackgroundGauges;
import dev.tagout.policy.database.Database;
import dev.tagout.policy.database.Statements;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.SQLException;
import java.sql.Timestamp;

/** Whether this replica can decide, and whether all of them decide by the active revision. */
@ApplicationScoped
class PolicyGauges {
  private final ActivePolicy policies;
  private final Database database;
  private final BackgroundGauges gauges;
  private final MeterRegistry meters;

  PolicyGauges(
      ActivePolicy policies, Database database, BackgroundGauges gauges, MeterRegistry meters) {
    this.policies = policies;
    this.database = database;
    this.gauges = gauges;
    this.meters = meters;
  }

  private record Seen(long current, long behind, Timestamp activatedAt) {}

  void start(@Observes StartupEvent event) {
    Gauge.builder("tagout.policy.loaded", policies, p -> p.isReady() ? 1 : 0)
        .description("1 when this replica has a policy to decide by")
        .register(meters);
    BackgroundGauges.Watched<Seen> replicas =
        gauges.watch("replicas", BackgroundGauges.OFTEN, () -> database.call(PolicyGauges::look));
    String name = "tagout.policy.replicas";
    String description = "Replicas that decide by the active revision, and that do not";
    replicas.gauge(name, description, Tags.of("state", "current"), Seen::current);
    replicas.gauge(name, description, Tags.of("state", "behind"), Seen::behind);
    replicas.gauge(
        "tagout.policy.activated.timestamp.seconds",
        "When the active revision was activated, in seconds since 1970",
        Tags.empty(),
        seen -> seen.activatedAt() == null ? Double.NaN : seen.activatedAt().getTime() / 1e3);
  }

  private static Seen look(Statements on) throws SQLException {
    return on.first(
            "SELECT count(*) FILTER (WHERE r.revision = a.revision),"
                + " count(*) FILTER (WHERE r.id IS NOT NULL AND r.revision IS DISTINCT FROM"
                + " a.revision), max(a.activated_at)"
                + " FROM active_policy a LEFT JOIN replica r ON true",
            row -> new Seen(row.getLong(1), row.getLong(2), row.getTimestamp(3)))
        .orElseThrow();
  }
}
