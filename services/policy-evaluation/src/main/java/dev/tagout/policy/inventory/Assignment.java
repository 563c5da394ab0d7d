package dev.tagout.policy.inventory;

import dev.tagout.contracts.decision.Enforcement;
import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.json.Require;
import dev.tagout.policy.database.StorableText;
import java.util.List;

/**
 * What a security officer declares about a VM or host. Beats what the VM says about itself. What is
 * null is not declared.
 *
 * @param group host group
 * @param contact whom to ask
 * @param maintenance hosts only: VMs are patched there
 * @param enforcement hosts only: where it differs from the site
 */
public record Assignment(
    String tier,
    String group,
    String owner,
    String contact,
    List<String> admins,
    Boolean maintenance,
    Enforcement enforcement) {
  public Assignment {
    Require.bounded(tier, 100, "tier");
    Require.bounded(group, 255, "group");
    Require.bounded(owner, 255, "owner");
    Require.bounded(contact, 255, "contact");
    StorableText.require(tier, "tier");
    StorableText.require(group, "group");
    StorableText.require(owner, "owner");
    StorableText.require(contact, "contact");
    StorableText.require(admins, "admins");
    admins = admins == null ? null : Require.list(admins, "admins");
    if (enforcement == Enforcement.UNRECOGNIZED) {
      throw new ContractViolation("enforcement", "must be enforce or observe");
    }
  }
}
