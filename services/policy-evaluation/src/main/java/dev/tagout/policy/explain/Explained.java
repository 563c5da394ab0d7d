package dev.tagout.policy.explain;

import dev.tagout.contracts.decision.Decision;
import dev.tagout.contracts.id.HostId;
import java.time.Instant;
import java.util.List;

/**
 * Why, and what it would take.
 *
 * @param decision now; its id names no record
 * @param facts all groups that policies may ask for, known or not
 * @param contact whom to ask
 * @param owner null when nobody is known
 * @param fixes of the rules that deny, the worst first
 * @param after what would be answered after a change
 * @param admittedOn hosts on which it would be admitted now, the nearest first
 * @param waivable the rules that deny
 * @param exhaustive false when not all hosts or changes were looked at, for there are too many
 */
public record Explained(
    Decision decision,
    List<Fact> facts,
    String contact,
    String owner,
    List<String> fixes,
    List<After> after,
    List<Host> admittedOn,
    List<String> waivable,
    boolean exhaustive) {

  /**
   * A group of facts; of one that is not known only its name is.
   *
   * @param group as rules name it, such as {@code vm.patch}
   */
  public record Fact(
      String group, boolean known, Instant observedAt, Long ageSeconds, String source) {}

  /**
   * What would be answered.
   *
   * @param change what follows "after"
   * @param then {@code admitted} or {@code denied}
   * @param host null when the VM has no place
   * @param stillDeniedBy rules that would deny even so
   * @param text the whole sentence
   */
  public record After(
      String change, String then, String host, List<String> stillDeniedBy, String text) {}

  /**
   * A host.
   *
   * @param maintenance whether it is one on which VMs are patched
   */
  public record Host(HostId host, String name, String tier, boolean maintenance) {}
}
