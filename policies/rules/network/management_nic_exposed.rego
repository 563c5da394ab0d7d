# METADATA
# title: Exposed management NIC
# description: The management NIC lies in a trusted zone, and carries no VLAN of guests.
# schemas:
#   - input: schema.review
# custom:
#   why: |
#     A NIC of its own does not help when the network behind it is open to everybody.
#   needs: [host.network]
#   severity: high
#   remediation: none
#   controls: ["nist-800-53:SC-7(5)"]
package tagout.rules.network.management_nic_exposed

import data.tagout.nics
import data.tagout.parameters
import data.tagout.result
import data.tagout.words

# Its zone is none of the trusted ones.
violation contains v if {
	some nic in _management
	nic.zone
	not lower(nic.zone) in {lower(zone) | some zone in _parameters.trusted_zones}
	v := result.violation(rego.metadata.chain(), "host", {
		"message": sprintf("management NIC %s of host %s lies in zone %s, which is none of %s", [nic.name, words.host, nic.zone, words.listed(_parameters.trusted_zones)]),
		"fix": "Move it to a management network.",
		"details": object.union(words.seen(input.host.network), {"reason": "zone", "nic": nic.name, "zone": nic.zone}),
	})
}

# It carries a VLAN that guests use, too.
violation contains v if {
	some nic in _management
	shared := {vlan | some vlan in object.get(nic, "vlans", [])} & _guest_vlans
	count(shared) > 0
	v := result.violation(rego.metadata.chain(), "host", {
		"message": sprintf("management NIC %s of host %s carries VLANs of guests: %s", [nic.name, words.host, words.listed([sprintf("%d", [vlan]) | some vlan in sort(shared)])]),
		"fix": "Take them off the management NIC.",
		"details": object.union(words.seen(input.host.network), {"reason": "vlans", "nic": nic.name, "vlans": sort(shared)}),
	})
}

# Nobody has declared its zone.
violation contains v if {
	some nic in _management
	not nic.zone
	v := result.unclear(rego.metadata.chain(), "host", {
		"message": sprintf("the zone of management NIC %s of host %s is not known", [nic.name, words.host]),
		"fix": "Declare the zone of each NIC where it is observed.",
		"details": object.union(words.seen(input.host.network), {"reason": "zone", "nic": nic.name}),
	})
}

# Nobody has said which NICs it has.
violation contains v if some v in result.unknown(rego.metadata.chain())

_parameters := parameters.of.network.management_nic_exposed

_management contains nic if {
	some nic in input.host.network.nics
	nic.use == "management"
}

_guest_vlans contains vlan if {
	some nic in input.host.network.nics
	nics.may_carry_guests(nic)
	some vlan in nic.vlans
}
