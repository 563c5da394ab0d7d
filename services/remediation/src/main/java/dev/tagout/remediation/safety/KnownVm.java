package dev.tagout.remediation.safety;

import java.time.Instant;
import java.util.Optional;

/**
 * What is remembered of a VM from its newest verdict.
 *
 * @param turnedAt when it last became one that is to be stopped; null when it never did, was found
 *     fit to run on since, or a person reset the breaker since. A VM that was stopped keeps it:
 *     else a storm would not be seen where the limits are wide
 * @param decidedAt of the newest verdict
 */
public record KnownVm(
    String tier, boolean running, boolean wantsStop, Instant turnedAt, Instant decidedAt) {
  /** What is known of a VM that nobody knew before. */
  public static KnownVm first(Seen seen) {
    return new KnownVm(
        seen.tier(),
        seen.running(),
        seen.wantsStop(),
        seen.wantsStop() ? seen.at() : null,
        seen.at());
  }

  /** Empty when the verdict is older than what is known: it was delivered again. */
  public Optional<KnownVm> then(Seen seen) {
    return seen.at().isBefore(decidedAt)
        ? Optional.empty()
        : Optional.of(
            new KnownVm(seen.tier(), seen.running(), seen.wantsStop(), turnedAt(seen), seen.at()));
  }

  private Instant turnedAt(Seen seen) {
    if (seen.wantsStop()) {
      return wantsStop ? turnedAt : seen.at();
    }
    return seen.running() ? null : turnedAt;
  }
}
