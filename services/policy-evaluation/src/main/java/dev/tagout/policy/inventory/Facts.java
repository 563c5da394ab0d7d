package dev.tagout.policy.inventory;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.contracts.event.TagoutEvent;
import dev.tagout.policy.database.Statements;
import java.sql.SQLException;
import java.util.Optional;

/** Groups of facts in the database, each the newest by its stamp. */
final class Facts {
  private final Statements on;

  Facts(Statements on) {
    this.on = on;
  }

  /** What a report did. */
  enum Effect {
    /** It was older than what is known, or the same report again. */
    NONE,
    /** It says what is known already, and makes that newer. */
    RENEWED,
    /** It says something else. */
    CHANGED
  }

  Effect put(TagoutEvent event, FactGroup group, JsonNode body) throws SQLException {
    Optional<Boolean> same =
        on.first(
            "SELECT body = ?::jsonb FROM fact WHERE kind = ? AND subject = ? AND fact_group = ?",
            row -> row.getBoolean(1),
            body,
            event.type().subjectKind(),
            event.subject(),
            group.key());
    int written =
        on.update(
            "INSERT INTO fact AS f (kind, subject, fact_group, observed_at, event_id, source, body)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?::jsonb) ON CONFLICT (kind, subject, fact_group)"
                + " DO UPDATE SET observed_at = excluded.observed_at, event_id = excluded.event_id,"
                + " source = excluded.source, body = excluded.body WHERE (f.observed_at, f.event_id)"
                + " < (excluded.observed_at, excluded.event_id)",
            event.type().subjectKind(),
            event.subject(),
            group.key(),
            event.time(),
            event.id(),
            event.source().toString(),
            body);
    if (written == 0) {
      return Effect.NONE;
    }
    return same.orElse(false) ? Effect.RENEWED : Effect.CHANGED;
  }
}
