# METADATA
# title: Host below VM
# description: The tier of the host is at least that of the VM.
# schemas:
#   - input: schema.review
# custom:
#   why: |
#     Whoever holds the host holds its VMs: a VM is never better protected than the host on which it runs.
#   needs: [vm.tier, host.tier]
#   severity: critical
#   remediation: power_off
#   controls: ["nist-800-53:AC-4", "nist-800-53:SC-3", "nist-800-53:SC-7(21)", "disa:V-207474"]
package tagout.rules.tier.host_below_vm

import data.tagout.result
import data.tagout.tiers
import data.tagout.words

# The VM would run at a lower security level than its own.
violation contains v if {
	tiers.rank[input.host.tier] < tiers.rank[input.vm.tier]
	v := result.violation(rego.metadata.chain(), "vm", {
		"message": sprintf("%s is %s, and host %s is only %s", [words.vm, input.vm.tier, words.host, input.host.tier]),
		"fix": sprintf("Run it on a host whose tier is at least %s.", [input.vm.tier]),
		"details": {
			"vmTier": input.vm.tier,
			"host": input.host.id,
			"hostTier": input.host.tier,
		},
	})
}

# One of the two tiers is not known.
violation contains v if some v in result.unknown(rego.metadata.chain())
