package dev.tagout.contracts.event;

import dev.tagout.contracts.json.Require;
import java.time.Instant;

/**
 * An update that a scan found missing.
 *
 * @param id the vendor's id, such as {@code KB5044288} or {@code DSA-5779-1}
 * @param published when the vendor published it; null when the scanner does not know
 */
public record MissingUpdate(String id, UpdateSeverity severity, Instant published, String title) {
  public MissingUpdate {
    Require.text(id, 200, "id");
    Require.present(severity, "severity");
    Require.bounded(title, 1000, "title");
  }
}
