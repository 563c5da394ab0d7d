package dev.tagout.hypervisor.libvirt;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Instants that rise strictly, whatever the wall clock does, so that of two events the later is the
 * newer. They are whole microseconds: what PostgreSQL keeps of a timestamp. For one thread.
 */
final class RisingClock {
  private Instant last = Instant.EPOCH;

  /** This instant, or the first one after what was given out before. */
  Instant notBefore(Instant instant) {
    Instant micros = instant.truncatedTo(ChronoUnit.MICROS);
    last = micros.isAfter(last) ? micros : last.plus(1, ChronoUnit.MICROS);
    return last;
  }
}
