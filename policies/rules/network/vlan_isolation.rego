# METADATA
# title: VLAN of another tier
# description: |
#   A VM uses only the VLANs of its tier: it is segmented as the physical server would be.
# schemas:
#   - input: schema.review
# custom:
#   why: |
#     A VM in the wrong VLAN is behind the wrong firewall.
#   needs: [vm.configuration.nics]
#   severity: high
#   remediation: quarantine
#   controls: ["nist-800-53:SC-7(21)"]
#   sleeps_without: [vlans]
package tagout.rules.network.vlan_isolation

import data.tagout.parameters
import data.tagout.result
import data.tagout.words

# One violation for each NIC in a VLAN that the tier may not use.
violation contains v if {
	_applies
	some nic in input.vm.configuration.nics
	not object.get(nic, "vlan", 0) in _parameters.vlans
	v := result.violation(rego.metadata.chain(), "vm", {
		"message": sprintf("%s has a NIC %s, and its tier may use only %s", [words.vm, _vlan(nic), words.listed([sprintf("%d", [vlan]) | some vlan in _parameters.vlans])]),
		"fix": "Move the NIC to a VLAN of the tier.",
		"details": object.union(words.seen(input.vm.configuration), {
			"mac": object.get(nic, "mac", null),
			"vlan": object.get(nic, "vlan", null),
			"vlans": _parameters.vlans,
		}),
	})
}

# Nobody has said which NICs it has.
violation contains v if {
	_applies
	some v in result.unknown(rego.metadata.chain())
}

_parameters := parameters.of.network.vlan_isolation

# Until a site says which VLANs a tier may use, it may use all.
_applies if count(_parameters.vlans) > 0

_vlan(nic) := sprintf("in VLAN %d", [nic.vlan]) if nic.vlan

else := "without a VLAN"
