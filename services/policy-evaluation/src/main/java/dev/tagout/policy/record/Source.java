package dev.tagout.policy.record;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The tables of the record. To add one: a constant here, and {@code SELECT make_recorded('…')} in
 * the migration that makes the table; it has to have a key {@code id}.
 *
 * <p>A column that a table gets later is added here at any place, and has to be null in the rows
 * that were sealed before: columns that are null are not hashed.
 */
enum Source {
  DECISION(
      "decision",
      "uuid",
      "decided_at",
      "vm_id",
      "host_id",
      "point",
      "outcome",
      "rules",
      "revision",
      "body",
      "input"),
  WAIVER_EVENT(
      "waiver_event", "bigint", "changed_at", "waiver_id", "change", "changed_by", "waiver"),
  ACTIVATION(
      "activation",
      "bigint",
      "activated_at",
      "revision",
      "previous",
      "activated_by",
      "rollback",
      "forced",
      "newly_denied"),
  BREAK_GLASS_EVENT(
      "break_glass_event",
      "bigint",
      "changed_at",
      "break_glass_id",
      "change",
      "changed_by",
      "break_glass"),
  REMEDIATION_OUTCOME(
      "remediation_outcome",
      "bigint",
      "recorded_at",
      "event_id",
      "run_id",
      "decision_id",
      "vm_id",
      "body"),
  RETENTION("retention", "bigint", "dropped_at", "dropped", "below", "entries");

  /** RFC 3339 with microseconds, as exact as PostgreSQL has it; null for infinity. */
  private static final String INSTANT =
      "to_char(%s AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')";

  private final String table;
  private final String idType;
  private final String at;
  private final List<String> others;

  /**
   * @param idType the type of the column {@code id}
   * @param at the column that says when the row was made, a {@code timestamptz}
   * @param others all other columns, of which none is a time: that would be written as the
   *     session's time zone has it
   */
  Source(String table, String idType, String at, String... others) {
    this.table = table;
    this.idType = idType;
    this.at = at;
    this.others = List.of(others);
  }

  static Optional<Source> named(String table) {
    return Arrays.stream(values()).filter(source -> source.table.equals(table)).findAny();
  }

  static List<String> tables() {
    return Arrays.stream(values()).map(Source::table).toList();
  }

  String table() {
    return table;
  }

  String idType() {
    return idType;
  }

  /** All columns that are hashed. */
  List<String> columns() {
    return Stream.concat(Stream.of("id", at), others.stream()).toList();
  }

  /** Gives id, time and columns of the rows whose ids are the one parameter. */
  String select() {
    String instant = INSTANT.formatted(at);
    String content =
        Stream.concat(
                Stream.of("'id', id", "'" + at + "', " + instant),
                others.stream().map(column -> "'" + column + "', " + column))
            .collect(Collectors.joining(", ", "jsonb_build_object(", ")::text"));
    return "SELECT id::text, %s, %s FROM %s WHERE id = ANY (?::%s[])"
        .formatted(instant, content, table, idType);
  }
}
