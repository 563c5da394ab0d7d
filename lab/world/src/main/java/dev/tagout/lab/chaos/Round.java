package dev.tagout.lab.chaos;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Faults that were injected at the same time.
 *
 * @param at since the beginning of the flow
 * @param startUp from the first mending until all that was killed is ready again
 * @param recovery from then until a new event is seen in verdicts
 */
record Round(List<Fault> faults, Duration at, Duration startUp, Duration recovery) {
  @Override
  public String toString() {
    return "%7.1f s  %-50s ready after %4.1f s, recovered after %4.2f s"
        .formatted(
            at.toMillis() / 1000.0,
            faults.stream().map(Fault::toString).collect(Collectors.joining(" and ")),
            startUp.toMillis() / 1000.0,
            recovery.toMillis() / 1000.0);
  }
}
