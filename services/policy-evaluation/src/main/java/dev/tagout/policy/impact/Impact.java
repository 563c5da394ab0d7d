package dev.tagout.policy.impact;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tagout.contracts.id.VmId;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What another policy would have meant, or would mean now.
 *
 * @param revision of the other policy
 * @param base the active one; null when none is
 * @param since null for the fleet, which is judged as it stands at {@code until}
 * @param replayed how many were judged again, the undecided included
 * @param undecided for how many the other policy had no answer
 * @param skipped how many had no answer in the first place
 * @param truncated whether there were more decisions or more VMs than are counted or listed here
 */
public record Impact(
    String revision,
    String base,
    Scope scope,
    Instant since,
    Instant until,
    long replayed,
    long undecided,
    long skipped,
    Side newlyDenied,
    Side newlyAdmitted,
    Map<String, Counts> byRule,
    Map<String, Counts> byTier,
    Map<String, Counts> byOwner,
    boolean truncated) {

  /** What is judged again. */
  public enum Scope {
    /** What was recorded. */
    @JsonProperty("decisions")
    DECISIONS,
    /** Every VM as it is now. */
    @JsonProperty("fleet")
    FLEET
  }

  /** Decisions that come out differently, and the VMs that they are about. */
  public record Side(long decisions, List<AffectedVm> vms) {}

  /**
   * A VM with the decisions about it that come out differently.
   *
   * @param host of the newest of them; null when it had no place
   * @param rules that deny, by the one policy that does
   * @param messages of these, each once, at most {@value #MAX_MESSAGES}
   * @param first the oldest of the decisions
   * @param last the newest of them
   */
  public record AffectedVm(
      VmId id,
      String name,
      String tier,
      String owner,
      String host,
      long decisions,
      List<String> rules,
      List<String> messages,
      Instant first,
      Instant last) {
    static final int MAX_MESSAGES = 10;
  }

  /** How many decisions. */
  public record Counts(long newlyDenied, long newlyAdmitted) {
    static final Counts ZERO = new Counts(0, 0);

    Counts plus(Counts other) {
      return new Counts(newlyDenied + other.newlyDenied, newlyAdmitted + other.newlyAdmitted);
    }
  }
}
