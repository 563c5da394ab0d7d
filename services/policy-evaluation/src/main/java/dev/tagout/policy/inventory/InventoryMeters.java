package dev.tagout.policy.inventory;

import dev.tagout.platform.metrics.BackgroundGauges;
import dev.tagout.platform.metrics.Buckets;
import dev.tagout.policy.database.Database;
import dev.tagout.policy.database.Statements;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** Who runs and why, how old the facts about them are, and how late bypasses are seen. */
@ApplicationScoped
class InventoryMeters {
  /** The groups that are kept of each kind of subject. */
  private static final Map<String, List<FactGroup>> GROUPS =
      Map.of(
          "VM",
          List.of(FactGroup.CONFIGURATION, FactGroup.PATCH, FactGroup.PROTECTION),
          "HOST",
          List.of(
              FactGroup.SYSTEM,
              FactGroup.PATCH,
              FactGroup.NETWORK,
              FactGroup.STORAGE,
              FactGroup.ACCESS));

  private final Database database;
  private final BackgroundGauges gauges;
  private final Clock clock;
  private final Timer byEvent;
  private final Timer byTicket;

  InventoryMeters(Database database, BackgroundGauges gauges, MeterRegistry meters, Clock clock) {
    this.database = database;
    this.gauges = gauges;
    this.clock = clock;
    this.byEvent = detection(meters, "event");
    this.byTicket = detection(meters, "ticket");
  }

  private static Timer detection(MeterRegistry meters, String by) {
    return Buckets.DELIVERY
        .timer(
            "tagout.bypass.detection",
            "From a start that nothing admitted until it is known as a bypass")
        .tag("by", by)
        .register(meters);
  }

  private record Running(Map<Course.Admission, Long> vms, Instant oldestBypass) {
    double oldestBypassSeconds(Instant now) {
      return oldestBypass == null ? 0 : seconds(oldestBypass, now);
    }
  }

  record Kept(String kind, String group) {}

  /**
   * When the facts of one group were observed: half of them, nineteen of twenty, all since then.
   */
  record Ages(Instant median, Instant most, Instant oldest) {}

  void start(@Observes StartupEvent event) {
    BackgroundGauges.Watched<Running> running =
        gauges.watch(
            "running VMs", BackgroundGauges.OFTEN, () -> database.call(InventoryMeters::running));
    for (Course.Admission admission : Course.Admission.values()) {
      running.gauge(
          "tagout.vms.running",
          "VMs that run, by how they came to run",
          Tags.of("admission", admission.name().toLowerCase(Locale.ROOT)),
          seen -> seen.vms().getOrDefault(admission, 0L));
    }
    running.gauge(
        "tagout.bypass.oldest.seconds",
        "For how long the longest of the running bypasses runs; 0 when none does",
        Tags.empty(),
        seen -> seen.oldestBypassSeconds(clock.instant()));
    BackgroundGauges.Watched<Map<Kept, Ages>> facts =
        gauges.watch(
            "ages of facts", BackgroundGauges.SELDOM, () -> database.call(InventoryMeters::facts));
    GROUPS.forEach(
        (kind, groups) -> groups.forEach(group -> ages(facts, new Kept(kind, group.key()))));
  }

  private void ages(BackgroundGauges.Watched<Map<Kept, Ages>> facts, Kept kept) {
    Map<String, Function<Ages, Instant>> shares =
        Map.of("0.5", Ages::median, "0.95", Ages::most, "1", Ages::oldest);
    shares.forEach(
        (share, of) ->
            facts.gauge(
                "tagout.facts.age.seconds",
                "Age of the newest fact of a group, over the VMs that are placed and the hosts that"
                    + " are connected",
                Tags.of(
                    "kind", kept.kind().toLowerCase(Locale.ROOT),
                    "group", kept.group(),
                    "quantile", share),
                seen ->
                    seen.containsKey(kept)
                        ? seconds(of.apply(seen.get(kept)), clock.instant())
                        : Double.NaN));
  }

  private static Running running(Statements on) throws SQLException {
    Map<Course.Admission, Long> vms = new HashMap<>();
    Instant[] oldest = new Instant[1];
    on.rows(
            "SELECT admission, count(*), min(running_since) FROM placement"
                + " WHERE state = 'RUNNING' AND admission IS NOT NULL GROUP BY admission",
            row ->
                new Counted(
                    Course.Admission.valueOf(row.getString(1)),
                    row.getLong(2),
                    row.getTimestamp(3)))
        .forEach(
            counted -> {
              vms.put(counted.admission(), counted.vms());
              if (counted.admission() == Course.Admission.BYPASS && counted.since() != null) {
                oldest[0] = counted.since().toInstant();
              }
            });
    return new Running(vms, oldest[0]);
  }

  private record Counted(Course.Admission admission, long vms, Timestamp since) {}

  static Map<Kept, Ages> facts(Statements on) throws SQLException {
    Map<Kept, Ages> ages = new HashMap<>();
    on.rows(
            "SELECT kind, fact_group,"
                + " percentile_disc(ARRAY[0.5, 0.95, 1]) WITHIN GROUP (ORDER BY observed_at DESC)"
                + " FROM fact f"
                + " WHERE (kind = 'HOST'"
                + " AND EXISTS (SELECT 1 FROM host h WHERE h.id = f.subject AND h.connected))"
                + " OR (kind = 'VM' AND EXISTS"
                + " (SELECT 1 FROM placement p WHERE p.vm_id = f.subject AND p.state <> 'GONE'))"
                + " GROUP BY kind, fact_group",
            row -> {
              Timestamp[] at = (Timestamp[]) row.getArray(3).getArray();
              return Map.entry(
                  new Kept(row.getString(1), row.getString(2)),
                  new Ages(at[0].toInstant(), at[1].toInstant(), at[2].toInstant()));
            })
        .forEach(one -> ages.put(one.getKey(), one.getValue()));
    return ages;
  }

  /** Bypasses that are known now, and committed. */
  void detectedByEvents(List<Instant> since) {
    record(byEvent, since);
  }

  /** The same, of starts that a ticket allowed and that their host has not told of. */
  void detectedByTickets(List<Instant> since) {
    record(byTicket, since);
  }

  private void record(Timer timer, List<Instant> since) {
    Instant now = clock.instant();
    since.forEach(
        start -> {
          Duration after = Duration.between(start, now);
          timer.record(after.isNegative() ? Duration.ZERO : after);
        });
  }

  private static double seconds(Instant since, Instant now) {
    return Duration.between(since, now).toMillis() / 1e3;
  }
}
