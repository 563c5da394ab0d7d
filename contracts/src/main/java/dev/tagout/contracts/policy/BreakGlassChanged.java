package dev.tagout.contracts.policy;

import dev.tagout.contracts.json.Require;
import java.time.Instant;

/**
 * Somebody requested, approved or revoked a break-glass, or the gate admitted a start by it.
 *
 * @param changedBy subject of the bearer token; of a use, whom the start hook names, or null
 * @param breakGlass as it is after the change
 */
public record BreakGlassChanged(
    BreakGlassChange change, Instant changedAt, String changedBy, BreakGlass breakGlass) {
  public BreakGlassChanged {
    Require.present(change, "change");
    Require.present(changedAt, "changedAt");
    Require.bounded(changedBy, 255, "changedBy");
    Require.present(breakGlass, "breakGlass");
  }
}
