package dev.tagout.policy.decision;

import dev.tagout.contracts.decision.Outcome;
import dev.tagout.policy.database.Database;
import dev.tagout.policy.database.Pages;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Iterator;

/**
 * All decisions of the gate and all verdicts of a time, the newest first, for whoever goes through
 * many of them. They are read in pages, each a statement of its own that goes on where the last one
 * ended: a snapshot that is held for a minute would keep PostgreSQL from cleaning up the tables in
 * which the gate writes.
 */
@ApplicationScoped
public class DecisionHistory {
  private static final String BEFORE_ALL = "00000000-0000-0000-0000-000000000000";

  private final Database database;

  DecisionHistory(Database database) {
    this.database = database;
  }

  /**
   * A decision as it was recorded.
   *
   * @param body the decision as JSON
   * @param input from which it can be replayed, as JSON; empty where it was not asked for
   */
  public record Recorded(
      String id, OffsetDateTime decidedAt, String outcome, String body, String input) {}

  /** With their inputs. */
  public Iterator<Recorded> between(Instant since, Instant until) {
    return pages(since, until, "input::text", "true");
  }

  /** Only those with this outcome, without their inputs. */
  public Iterator<Recorded> between(Instant since, Instant until, Outcome outcome) {
    return pages(since, until, "''", "outcome = '" + outcome.name() + "'");
  }

  private Pages<Recorded> pages(Instant since, Instant until, String input, String condition) {
    String sql =
        "SELECT id::text, decided_at, outcome, body::text, "
            + input
            + " FROM decision WHERE decided_at >= ? AND (decided_at, id) < (?, ?::uuid)"
            + " AND point IN ('POWER_ON', 'STANDING') AND "
            + condition
            + " ORDER BY decided_at DESC, id DESC LIMIT "
            + Pages.SIZE;
    return new Pages<>(
        last ->
            database.call(
                on ->
                    on.rows(
                        sql,
                        row ->
                            new Recorded(
                                row.getString(1),
                                row.getObject(2, OffsetDateTime.class),
                                row.getString(3),
                                row.getString(4),
                                row.getString(5)),
                        since,
                        last == null ? until : last.decidedAt().toInstant(),
                        last == null ? BEFORE_ALL : last.id())));
  }
}
