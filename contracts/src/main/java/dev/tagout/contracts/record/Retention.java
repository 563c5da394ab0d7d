package dev.tagout.contracts.record;

import dev.tagout.contracts.json.Require;
import java.time.Instant;

/**
 * Old entries were dropped, as the site's retention says. It is an entry of the record itself, of
 * the source {@value #SOURCE}.
 *
 * @param dropped of which source
 * @param below the ids that are smaller than this one, as text, are gone
 */
public record Retention(String id, String dropped, String below, Instant droppedAt) {
  /** Its own source. */
  public static final String SOURCE = "retention";

  public Retention {
    Require.text(id, 200, "id");
    Require.text(dropped, 100, "dropped");
    Require.text(below, 200, "below");
    Require.present(droppedAt, "droppedAt");
  }

  /** Whether it explains that this entry is gone. */
  public boolean covers(SealedEntry entry) {
    return dropped.equals(entry.source()) && entry.id().compareTo(below) < 0;
  }
}
