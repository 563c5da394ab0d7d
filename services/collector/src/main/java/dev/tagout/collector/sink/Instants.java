package dev.tagout.collector.sink;

import dev.tagout.contracts.json.ContractViolation;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Which instants can be true. */
@ApplicationScoped
public class Instants {
  /** So far may a sender's clock be ahead of ours. A fact from further ahead would win for ever. */
  public static final Duration TOLERANCE = Duration.ofMinutes(5);

  /**
   * Nothing that we hear of is older. Scanners write year 1 or 1601 where they know no date, and
   * Rego cannot count the nanoseconds of years before 1678.
   */
  private static final Instant EARLIEST = Instant.EPOCH;

  private final Clock clock;

  public Instants(Clock clock) {
    this.clock = clock;
  }

  /**
   * @throws ContractViolation that names {@code field} when the instant cannot be true; null passes
   */
  public void check(Instant instant, String field) {
    if (instant == null) {
      return;
    }
    if (isAhead(instant)) {
      throw new ContractViolation(
          field,
          "is " + instant + ", more than five minutes ahead of our clock, " + clock.instant());
    }
    if (instant.isBefore(EARLIEST)) {
      throw new ContractViolation(field, "is " + instant + ", before " + EARLIEST);
    }
  }

  /** Whether the instant is further ahead than {@link #TOLERANCE} allows. */
  public boolean isAhead(Instant instant) {
    return instant.isAfter(clock.instant().plus(TOLERANCE));
  }

  public Instant now() {
    return clock.instant();
  }
}
