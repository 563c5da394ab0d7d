package dev.tagout.policy.readiness;

import dev.tagout.contracts.id.VmId;
import java.time.Instant;
import java.util.List;

/**
 * How far the site is from enforcing.
 *
 * @param until now
 * @param vms that would be refused now, were refused since, or of which facts are missing; those
 *     that would be refused come first
 * @param rules all of them, in the order of their ids
 * @param truncated whether there are more VMs, or subjects of a missing fact, than are listed
 */
public record Readiness(
    Instant since,
    Instant until,
    String revision,
    List<Vm> vms,
    List<Rule> rules,
    List<MissingFact> missingFacts,
    List<Tier> tiers,
    boolean truncated) {

  /**
   * A VM.
   *
   * @param wouldBeRefused whether it would be if it were started now and everything enforced
   * @param refusedStarts how many of its starts since policy denied, whether that was enforced or
   *     only observed
   * @param lastRefusedAt null when there is none
   * @param rules that deny it now, or did since
   * @param missingFacts now
   */
  public record Vm(
      VmId id,
      String name,
      String tier,
      String owner,
      boolean wouldBeRefused,
      long refusedStarts,
      Instant lastRefusedAt,
      List<String> rules,
      List<String> missingFacts) {}

  /**
   * A rule.
   *
   * @param violated how many VMs do not meet it now, whatever follows from that
   * @param unknown for how many VMs it cannot be judged now
   * @param refusedStarts how many starts since it denied
   * @param sleeping whether it demands nothing before the site declares something
   */
  public record Rule(
      String rule, long violated, long unknown, long refusedStarts, boolean sleeping) {}

  /**
   * A fact that rules ask for and nobody tells.
   *
   * @param count of how many VMs or hosts
   * @param fedBy the type of the event that tells it, or the request that declares it
   * @param rules that ask for it
   */
  public record MissingFact(
      String fact, List<String> subjects, long count, String fedBy, List<String> rules) {}

  /**
   * A tier; VMs without one are under null.
   *
   * @param vms how many there are
   * @param wouldBeRefused how many of them would be if they were started now
   * @param canBeEnforced whether nobody would be
   */
  public record Tier(String tier, long vms, long wouldBeRefused, boolean canBeEnforced) {}
}
