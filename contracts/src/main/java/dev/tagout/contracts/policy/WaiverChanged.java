package dev.tagout.contracts.policy;

import dev.tagout.contracts.json.Require;
import java.time.Instant;

/**
 * Somebody requested, approved or revoked a waiver.
 *
 * @param changedBy subject of the bearer token
 * @param waiver as it is after the change
 */
public record WaiverChanged(
    WaiverChange change, Instant changedAt, String changedBy, Waiver waiver) {
  public WaiverChanged {
    Require.present(change, "change");
    Require.present(changedAt, "changedAt");
    Require.text(changedBy, 255, "changedBy");
    Require.present(waiver, "waiver");
  }
}
