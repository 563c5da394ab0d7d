package dev.tagout.policy.record;

import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.record.UnsealedEntry;
import dev.tagout.policy.database.Database;
import dev.tagout.policy.page.Page;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Rows of the record that have no seal, found by looking at every row. */
@ApplicationScoped
class UnsealedRows {
  /** So many rows are looked at in one statement, which takes some tens of milliseconds. */
  private static final int PAGE = 20_000;

  private static final Pattern CURSOR = Pattern.compile("([a-z_]{1,60})(?:/([0-9a-f-]{1,40}))?");

  private final Database database;

  UnsealedRows(Database database) {
    this.database = database;
  }

  private record Row(String id, boolean sealed, boolean queued) {}

  /**
   * @param cursor null for the first page
   * @throws ContractViolation when it is no cursor
   */
  Page<UnsealedEntry> page(String cursor) {
    Matcher parts = CURSOR.matcher(cursor == null ? Source.values()[0].table() : cursor);
    if (!parts.matches()) {
      throw noCursor();
    }
    Source source = Source.named(parts.group(1)).orElseThrow(UnsealedRows::noCursor);
    String after = parts.group(2);
    if (after != null && !isId(source, after)) {
      throw noCursor();
    }
    List<Row> rows =
        database.call(
            on ->
                on.rows(
                    // By look-ups for each row: a join would be planned as one that reads all
                    // leaves for each page. A leaf that no seal covers proves nothing.
                    ("SELECT d.id::text, coalesce((SELECT (SELECT e.position < s.first + s.entries"
                            + " FROM seal s WHERE s.first <= e.position"
                            + " ORDER BY s.first DESC LIMIT 1)"
                            + " FROM seal_entry e WHERE e.source = ? AND e.id = d.id::text), false),"
                            + " u.id IS NOT NULL"
                            + " FROM (SELECT id FROM %1$s WHERE ?::%2$s IS NULL OR id > ?::%2$s"
                            + " ORDER BY id LIMIT ?) d"
                            + " LEFT JOIN unsealed u ON u.source = ? AND u.id = d.id::text"
                            + " ORDER BY d.id")
                        .formatted(source.table(), source.idType()),
                    row -> new Row(row.getString(1), row.getBoolean(2), row.getBoolean(3)),
                    source.table(),
                    after,
                    after,
                    PAGE,
                    source.table()));
    return new Page<>(
        rows.stream()
            .filter(row -> !row.sealed())
            .map(row -> new UnsealedEntry(source.table(), row.id(), row.queued()))
            .toList(),
        next(source, rows));
  }

  private static String next(Source source, List<Row> rows) {
    if (rows.size() == PAGE) {
      return source.table() + "/" + rows.getLast().id();
    }
    int following = source.ordinal() + 1;
    return following < Source.values().length ? Source.values()[following].table() : null;
  }

  private static boolean isId(Source source, String id) {
    return source.idType().equals("uuid")
        ? id.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
        : id.matches("[0-9]{1,18}");
  }

  private static ContractViolation noCursor() {
    return new ContractViolation("after", "is not what a page before gave as next");
  }
}
