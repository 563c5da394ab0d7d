package dev.tagout.contracts.record;

import java.util.List;

/**
 * What a check of the record found.
 *
 * @param seals how many were checked
 * @param entries how many were found to be what was sealed
 * @param pastRetention how many are gone because they were old enough
 * @param waiting how many wait for their seal, of which nothing is proved
 * @param faultCount how many faults there are, of which {@code faults} has the first
 * @param remarks what limits the proof, in sentences
 */
public record RecordReport(
    long seals,
    long entries,
    long pastRetention,
    long waiting,
    long faultCount,
    List<Fault> faults,
    List<String> remarks) {
  public RecordReport {
    faults = List.copyOf(faults);
    remarks = List.copyOf(remarks);
  }

  /** Whether everything that was sealed is as it was. */
  public boolean isProved() {
    return faultCount == 0;
  }
}
