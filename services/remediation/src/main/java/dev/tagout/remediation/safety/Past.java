package dev.tagout.remediation.safety;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What has happened until a run is about to stop its VM.
 *
 * @param breaker why the breaker of its tier is open; empty when it is not
 * @param stops when earlier runs of the VM were stopped by us, as far back as the loop guard looks
 * @param acted what counts against the limits
 */
public record Past(Optional<String> breaker, List<Instant> stops, Acted acted) {
  public Past {
    stops = List.copyOf(stops);
  }
}
