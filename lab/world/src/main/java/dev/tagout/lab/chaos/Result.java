package dev.tagout.lab.chaos;

import java.util.List;

/**
 * What a check found.
 *
 * @param checked how many things it looked at
 * @param remark what else is worth knowing, or null
 */
record Result(String invariant, long checked, List<Finding> findings, String remark) {
  Result {
    findings = List.copyOf(findings);
  }

  static Result of(String invariant, long checked, List<Finding> findings) {
    return new Result(invariant, checked, findings, null);
  }

  boolean holds() {
    return findings.isEmpty();
  }
}
