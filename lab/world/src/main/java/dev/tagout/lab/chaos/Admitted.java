package dev.tagout.lab.chaos;

import java.time.Instant;

/**
 * A stay that the gate admitted.
 *
 * @param tier of the VM, as it was admitted
 * @param until its end was asked for, by whomever
 */
record Admitted(Ledger.Stay stay, String tier, Instant until, String decision) {

  /** Whether both ran at the same time for certain, and must not have on one host. */
  boolean mixesWith(Admitted other) {
    return stay.host().equals(other.stay.host())
        && !tier.equals(other.tier)
        && stay.from().isBefore(other.until)
        && other.stay.from().isBefore(until);
  }

  @Override
  public String toString() {
    return "%s (%s, decision %s, %s to %s)"
        .formatted(stay.vm(), tier, decision, stay.from(), until);
  }
}
