package dev.tagout.policy.impact;

import dev.tagout.contracts.decision.HostRef;
import dev.tagout.contracts.decision.Violation;
import dev.tagout.contracts.decision.VmRef;
import java.time.Instant;
import java.util.List;

/** One question, answered by two policies. What counts is what policy says, not what was done. */
sealed interface Comparison {
  /** Both deny, or neither does. */
  record Same() implements Comparison {}

  /** Only the other policy denies. */
  record NewlyDenied(Case of) implements Comparison {}

  /** Only the other policy does not deny. */
  record NewlyAdmitted(Case of) implements Comparison {}

  /** The other policy has no answer, which is never an admission. */
  record Undecided() implements Comparison {}

  /** There was no answer then, so there is nothing to compare with. */
  record Skipped() implements Comparison {}

  /**
   * What changed.
   *
   * @param owner null when nobody is known
   * @param host null when the VM had no place
   * @param denials by the policy that denies, of the two
   */
  record Case(VmRef vm, String owner, HostRef host, Instant at, List<Violation> denials) {
    public Case {
      denials = List.copyOf(denials);
    }
  }
}
