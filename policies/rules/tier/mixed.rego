# METADATA
# title: Mixed tiers on a host
# description: All VMs that run on the host, or have a place reserved there, have the VM's tier.
# schemas:
#   - input: schema.review
# custom:
#   why: |
#     The hypervisor is all that stands between two VMs on one host. VMs of one level do not have to trust it for more than it is worth.
#   needs: [vm.tier, residents]
#   severity: high
#   remediation: notify
#   controls: ["nist-800-53:SC-39", "nist-800-53:SC-7(21)", "disa:V-207497"]
package tagout.rules.tier.mixed

import data.tagout.result
import data.tagout.tiers
import data.tagout.words

# Someone on the host has another tier, or none that is known. One violation names them all.
violation contains v if {
	input.host
	tiers.rank[input.vm.tier]
	count(_others) > 0
	v := result.violation(rego.metadata.chain(), "vm", {
		"message": sprintf("%s is %s and may not share host %s with %s", [
			words.vm,
			input.vm.tier,
			words.host,
			words.listed([sprintf("%s (%s)", [other.name, _shown(other)]) | some other in sort(_others)]),
		]),
		"fix": sprintf("Run it on a host that has only VMs of tier %s, or none.", [input.vm.tier]),
		"details": {
			"vmTier": input.vm.tier,
			"host": input.host.id,
			"residents": sort(_others),
		},
	})
}

# The VM's tier, or what runs on the host, is not known.
violation contains v if some v in result.unknown(rego.metadata.chain())

_others contains object.union(
	object.filter(resident, ["awaitedSince"]),
	{
		"id": resident.id,
		"name": words.name(resident),
		"tier": object.get(resident, "tier", null),
	},
) if {
	some resident in input.residents
	not _same_tier(resident)
}

_same_tier(resident) if resident.tier == input.vm.tier

# Nobody has told yet whether it runs: its place is held until its host was heard of.
_shown(other) := sprintf("%s, admitted there at %s and neither seen nor missed since", [_named(other.tier), other.awaitedSince])

_shown(other) := _named(other.tier) if not other.awaitedSince

_named(null) := "no tier"

_named(tier) := tier if tier != null
