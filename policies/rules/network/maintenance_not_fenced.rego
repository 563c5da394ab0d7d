# METADATA
# title: Maintenance host that is not fenced
# description: The guest NICs of a maintenance host lie in fenced network zones only.
# schemas:
#   - input: schema.review
# custom:
#   why: |
#     VMs come to a maintenance host because they are not patched. Until they are, nobody but the update servers should be able to
#     reach them.
#   needs: [host.network]
#   severity: high
#   remediation: none
#   controls: ["nist-800-53:SC-7"]
#   sleeps_without: [fenced_zones]
package tagout.rules.network.maintenance_not_fenced

import data.tagout.nics
import data.tagout.parameters
import data.tagout.result
import data.tagout.words

# One violation for each NIC of guests that lies elsewhere, or nobody knows where.
violation contains v if {
	_applies
	some nic in input.host.network.nics
	nics.may_carry_guests(nic)
	not lower(object.get(nic, "zone", "")) in {lower(zone) | some zone in _parameters.fenced_zones}
	v := result.violation(rego.metadata.chain(), "host", {
		"message": sprintf("NIC %s of maintenance host %s lies in %s, and only these are fenced: %s", [nic.name, words.host, _zone(nic), words.listed(_parameters.fenced_zones)]),
		"fix": "Connect it to a fenced network, or end the maintenance.",
		"details": object.union(words.seen(input.host.network), {"nic": nic.name, "zone": object.get(nic, "zone", null)}),
	})
}

# Nobody has said which NICs it has.
violation contains v if {
	_applies
	some v in result.unknown(rego.metadata.chain())
}

_parameters := parameters.of.network.maintenance_not_fenced

_applies if {
	input.host.maintenance
	count(_parameters.fenced_zones) > 0
}

_zone(nic) := sprintf("zone %s", [nic.zone]) if nic.zone

else := "a zone that is not known"
