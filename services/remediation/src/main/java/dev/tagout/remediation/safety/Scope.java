package dev.tagout.remediation.safety;

import dev.tagout.contracts.decision.Decision;

/**
 * What a VM is counted under.
 *
 * @param tier of the VM, {@value #NO_TIER} when it has none
 * @param group of its host; null when it has none
 */
public record Scope(String tier, String group) {
  /** The tier of VMs that have none. */
  public static final String NO_TIER = "none";

  public Scope {
    tier = tier == null ? NO_TIER : tier;
  }

  public static Scope of(Decision verdict) {
    return new Scope(verdict.vm().tier(), verdict.host() == null ? null : verdict.host().group());
  }
}
