# METADATA
# title: Health not attested
# description: Where the tier demands it, the device health of the VM is attested, and that not too long ago.
# schemas:
#   - input: schema.review
# custom:
#   why: |
#     A VM that cannot prove what it booted may be anything. In 2008 that was NAP; today it is an attestation service or 802.1X.
#   needs: [vm.protection.health.attested]
#   severity: medium
#   remediation: none
#   controls: ["nist-800-53:IA-3"]
package tagout.rules.network.health_attested

import data.tagout.parameters
import data.tagout.result
import data.tagout.times
import data.tagout.words

# It was refused.
violation contains v if {
	_parameters.required
	input.vm.protection.health.attested == false
	v := result.violation(rego.metadata.chain(), "vm", {
		"message": sprintf("the health of %s is not attested", [words.vm]),
		"fix": "Find out why its attestation fails, and mend that.",
		"details": object.union(words.seen(input.vm.protection), {"reason": "refused"}),
	})
}

# It was attested too long ago.
violation contains v if {
	_parameters.required
	_ends <= times.at
	v := result.violation(rego.metadata.chain(), "vm", {
		"message": sprintf("the attestation of %s of %s counted until %s", [words.vm, input.vm.protection.health.attestedAt, times.text(_ends)]),
		"fix": "Attest it again.",
		"details": object.union(words.seen(input.vm.protection), {"reason": "stale", "attestedAt": input.vm.protection.health.attestedAt, "until": times.text(_ends)}),
	})
}

# It is not known when it was attested.
violation contains v if {
	_parameters.required
	input.vm.protection.health.attested
	not input.vm.protection.health.attestedAt
	v := result.unclear(rego.metadata.chain(), "vm", {
		"message": sprintf("it is not known when the health of %s was attested", [words.vm]),
		"fix": "Let the source of the attestation say when it was.",
		"details": object.union(words.seen(input.vm.protection), {"reason": "undated"}),
	})
}

# Nobody has said whether it is attested.
violation contains v if {
	_parameters.required
	some v in result.unknown(rego.metadata.chain())
}

# The attestation gets old.
valid_until contains times.text(_ends) if {
	_parameters.required
	_parameters.action != "off"
	_ends > times.at
}

_parameters := parameters.of.network.health_attested

_ends := times.ns(input.vm.protection.health.attestedAt) + times.hours(_parameters.max_age_hours) if {
	input.vm.protection.health.attested
}
