package dev.tagout.policy.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.contracts.json.Json;
import dev.tagout.contracts.report.Starts;
import dev.tagout.policy.database.Statements;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How starts were answered. */
final class StartSection {
  private static final String SQL =
      """
      SELECT coalesce(jsonb_agg(to_jsonb(s)), '[]') FROM (
        SELECT date_bin(:step::interval, d.decided_at, :origin) AS "from", b.admitted, CASE
            WHEN b."breakGlass" IS NOT NULL THEN 'break-glass'
            WHEN b.ticket IS NOT NULL THEN 'ticket'
            WHEN b.admitted AND b.enforcement = 'observe' AND d.outcome IN ('DENIED', 'INDETERMINATE') THEN 'observe'
            WHEN d.outcome = 'INDETERMINATE' THEN 'fail-mode'
            WHEN d.outcome = 'WAIVED' THEN 'waiver'
            ELSE 'policy'
          END AS by, count(*) AS starts
        FROM decision d CROSS JOIN LATERAL jsonb_to_record(d.body)
          AS b (admitted boolean, "breakGlass" text, ticket text, enforcement text)
        WHERE %s AND d.point = 'POWER_ON'
        GROUP BY 1, 2, 3) s
      """
          .formatted(Period.DECIDED);

  private StartSection() {}

  /** One group of equal starts. */
  record Group(Instant from, boolean admitted, Starts.By by, long starts) {}

  static Starts of(Statements on, Period period) throws SQLException {
    Duration step = step(Duration.between(period.since(), period.until()));
    // Buckets begin with the hour or the day, in UTC.
    Instant origin =
        period.since().truncatedTo(step.toDays() > 0 ? ChronoUnit.DAYS : ChronoUnit.HOURS);
    JsonNode groups =
        period.ask(on, SQL, Map.of("step", step.toSeconds() + " seconds", "origin", origin));
    Map<Boolean, Map<Starts.By, Long>> answers = new TreeMap<>();
    Map<Instant, long[]> over = new TreeMap<>();
    for (Instant from = origin; from.isBefore(period.until()); from = from.plus(step)) {
      over.put(from, new long[2]);
    }
    for (JsonNode node : groups) {
      Group group = Json.fromTree(node, Group.class);
      answers
          .computeIfAbsent(group.admitted(), key -> new EnumMap<>(Starts.By.class))
          .merge(group.by(), group.starts(), Long::sum);
      over.get(group.from())[group.admitted() ? 0 : 1] += group.starts();
    }
    List<Starts.Answers> counts = new ArrayList<>();
    answers.forEach(
        (admitted, byReason) ->
            byReason.forEach((by, starts) -> counts.add(new Starts.Answers(admitted, by, starts))));
    return new Starts(
        over.values().stream().mapToLong(bucket -> bucket[0]).sum(),
        over.values().stream().mapToLong(bucket -> bucket[1]).sum(),
        counts,
        step,
        over.entrySet().stream()
            .map(e -> new Starts.Bucket(e.getKey(), e.getValue()[0], e.getValue()[1]))
            .toList());
  }

  /** So that there are not more than some sixty. */
  private static Duration step(Duration period) {
    if (period.compareTo(Duration.ofHours(4)) <= 0) {
      return Duration.ofMinutes(5);
    }
    if (period.compareTo(Duration.ofDays(2)) <= 0) {
      return Duration.ofHours(1);
    }
    return period.compareTo(Duration.ofDays(62)) <= 0 ? Duration.ofDays(1) : Duration.ofDays(7);
  }
}
