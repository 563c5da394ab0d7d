package dev.tagout.remediation.safety;

import dev.tagout.contracts.remediation.HoldCause;
import dev.tagout.remediation.RemediationConfig;
import java.time.Instant;
import java.util.Optional;

/** Whether a run that nobody approved may stop its VM. The checks of verdict and VM are others. */
public record Safety(Limits limits, LoopGuard loop) {
  public static Safety of(RemediationConfig config) {
    return new Safety(Limits.of(config.limits()), LoopGuard.of(config.loop()));
  }

  /** What is most wrong comes first. Empty when the run may go on. */
  public Optional<Hold> hold(Scope scope, Past past, Instant now) {
    return breaker(past.breaker())
        .or(() -> loop.hold(past.stops(), now))
        .or(() -> limits.hold(scope, past.acted()));
  }

  /**
   * The same for a run that has begun, and was counted then: a breaker that opened since holds it.
   */
  public Optional<Hold> holdAgain(Optional<String> breaker) {
    return breaker(breaker);
  }

  private static Optional<Hold> breaker(Optional<String> open) {
    return open.map(
        why ->
            new Hold(
                HoldCause.BREAKER,
                why
                    + "; approve this run, cancel it, or reset the breaker to have it checked again"));
  }
}
