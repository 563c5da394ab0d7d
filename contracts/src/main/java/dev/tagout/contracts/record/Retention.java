package dev.tagout.contracts.record;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.tagout.contracts.json.Require;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;

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

  private static final Duration LEAST = Duration.ofDays(30);
  private static final Pattern UUID_SHAPE =
      Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  public Retention {
    Require.text(id, 200, "id");
    Require.text(dropped, 100, "dropped");
    Require.text(below, 200, "below");
    Require.present(droppedAt, "droppedAt");
  }

  /**
   * Whether what it says was dropped was old enough to be: nothing is dropped within 30 days. The
   * bound is a UUIDv7, which begins with its time (RFC 9562 section 5.7).
   */
  @JsonIgnore
  public boolean isPlausible() {
    return UUID_SHAPE.matcher(below).matches()
        && !Instant.ofEpochMilli(Long.parseLong(below.replace("-", "").substring(0, 12), 16))
            .isAfter(droppedAt.minus(LEAST));
  }

  /** Whether it explains that this entry is gone. */
  public boolean covers(SealedEntry entry) {
    return dropped.equals(entry.source()) && entry.id().compareTo(below) < 0;
  }
}
