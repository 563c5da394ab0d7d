# METADATA
# title: Guest traffic without IPsec
# description: Where the tier demands it, guest traffic has IPsec or equal protection.
# schemas:
#   - input: schema.review
# custom:
#   why: |
#     VMs of a high tier share cables and switches with others. What they say to each other is for them alone.
#   needs: [vm.protection.ipsec]
#   severity: medium
#   remediation: none
#   controls: ["nist-800-53:SC-8"]
package tagout.rules.network.ipsec_required

import data.tagout.parameters
import data.tagout.result
import data.tagout.words

# It has none.
violation contains v if {
	_parameters.required
	input.vm.protection.ipsec == false
	v := result.violation(rego.metadata.chain(), "vm", {
		"message": sprintf("traffic of %s is not protected by IPsec", [words.vm]),
		"fix": "Set up IPsec or equal protection in the VM.",
		"details": words.seen(input.vm.protection),
	})
}

# Nobody has said whether it has.
violation contains v if {
	_parameters.required
	some v in result.unknown(rego.metadata.chain())
}

_parameters := parameters.of.network.ipsec_required
