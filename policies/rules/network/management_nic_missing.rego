# METADATA
# title: No management NIC
# description: The host has a NIC that is for management alone.
# schemas:
#   - input: schema.review
# custom:
#   why: |
#     Whoever can reach the management of a host from a network of guests has only a password between himself and all VMs.
#   needs: [host.network]
#   severity: high
#   remediation: none
#   controls: ["nist-800-53:SC-7", "nist-800-53:SC-2"]
package tagout.rules.network.management_nic_missing

import data.tagout.result
import data.tagout.words

# None of its NICs is for management and nothing else.
violation contains v if {
	input.host.network
	count([nic | some nic in input.host.network.nics; nic.use == "management"]) == 0
	v := result.violation(rego.metadata.chain(), "host", {
		"message": sprintf("host %s has no NIC that is for management alone", [words.host]),
		"fix": "Dedicate a NIC to management, and say so where its use is observed.",
		"details": object.union(words.seen(input.host.network), {"nics": [{"name": nic.name, "use": object.get(nic, "use", null)} | some nic in input.host.network.nics]}),
	})
}

# Nobody has said which NICs it has.
violation contains v if some v in result.unknown(rego.metadata.chain())
