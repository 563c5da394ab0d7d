package dev.tagout.remediation.run;

import dev.tagout.contracts.remediation.HoldCause;

/**
 * What people had to do with a run.
 *
 * @param hold why it waits for one, or waited last; null when it never did
 * @param holds how often it came to wait
 * @param approvedBy who let it go on; null when nobody did
 * @param cancelledBy who said that nothing shall be done; null when nobody did
 */
public record People(HoldCause hold, int holds, String approvedBy, String cancelledBy) {
  /** Nobody was asked. */
  public static final People NONE = new People(null, 0, null, null);
}
