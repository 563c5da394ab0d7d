package dev.tagout.contracts.policy;

import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.json.Require;

/**
 * VMs by what is assigned to them: those that have every value that is given. What a VM says of
 * itself does not count, or it could talk itself into an exception.
 *
 * @param tier null: any
 * @param owner null: any
 * @param group null: any
 */
public record WaiverSelector(String tier, String owner, String group) {
  public WaiverSelector {
    if (tier == null && owner == null && group == null) {
      throw new ContractViolation("$", "names neither tier, owner nor group");
    }
    optional(tier, 100, "tier");
    optional(owner, 255, "owner");
    optional(group, 255, "group");
  }

  private static void optional(String value, int max, String field) {
    if (value != null) {
      Require.text(value, max, field);
    }
  }
}
