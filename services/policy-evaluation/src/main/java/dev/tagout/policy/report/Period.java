package dev.tagout.policy.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.json.Json;
import dev.tagout.policy.database.Statements;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a report is about.
 *
 * @param tier null: all VMs
 * @param since included
 * @param until excluded
 */
record Period(String tier, Instant since, Instant until) {
  /** How long decisions are kept by default, and more than a year. */
  static final Duration LONGEST = Duration.ofDays(400);

  /** So many items of a list are told. */
  static final int MOST = 50;

  private static final Pattern NAME =
      Pattern.compile("(?<!:):(tier|since|until|step|origin|fact\\d+)\\b");

  Period {
    if (!since.isBefore(until)) {
      throw new ContractViolation("since", "is not before until: " + since + ", " + until);
    }
    if (Duration.between(since, until).compareTo(LONGEST) > 0) {
      throw new ContractViolation(
          "since", "is more than " + LONGEST.toDays() + " days before until");
    }
  }

  /** The part of a statement that holds for the decisions d of this period and tier. */
  static final String DECIDED =
      """
      d.decided_at >= :since AND d.decided_at < :until
        AND (:tier::text IS NULL OR d.body #>> '{vm,tier}' = :tier)
      """;

  /**
   * Runs a statement whose only column is JSON of a type. It may name {@code :tier}, {@code :since}
   * and {@code :until}.
   */
  <T> T ask(Statements on, String sql, Class<T> type) throws SQLException {
    return Json.fromTree(ask(on, sql), type);
  }

  JsonNode ask(Statements on, String sql) throws SQLException {
    return ask(on, sql, Map.of());
  }

  /**
   * @param further values that the statement may name
   */
  JsonNode ask(Statements on, String sql, Map<String, Object> further) throws SQLException {
    List<Object> values = new ArrayList<>();
    Matcher name = NAME.matcher(sql);
    StringBuilder positional = new StringBuilder();
    while (name.find()) {
      values.add(
          switch (name.group(1)) {
            case "tier" -> tier;
            case "since" -> since;
            case "until" -> until;
            default -> further.get(name.group(1));
          });
      name.appendReplacement(positional, "?");
    }
    return on.json(name.appendTail(positional).toString(), values.toArray());
  }

  /**
   * A {@link dev.tagout.contracts.report.Top} of rows, as an expression of SQL.
   *
   * @param from a relation whose columns are named as the fields
   * @param order of its rows
   */
  static String top(String from, String order) {
    return """
        (SELECT jsonb_build_object(
            'items', coalesce(jsonb_agg(to_jsonb(t) - 'n' ORDER BY t.n) FILTER (WHERE t.n <= %3$d), '[]'),
            'more', greatest(count(*) - %3$d, 0))
         FROM (SELECT f.*, row_number() OVER (ORDER BY %2$s) AS n FROM %1$s f) t)
        """
        .formatted(from, order, MOST);
  }

  /** A duration of so many seconds as JSON has it, as an expression of SQL. */
  static String duration(String seconds) {
    return "'PT' || round((%s)::numeric, 3) || 'S'".formatted(seconds);
  }
}
