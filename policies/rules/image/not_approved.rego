# METADATA
# title: Image that is not approved
# description: The VM was made from an approved deployment image, or its conversion from a physical machine is recorded.
# schemas:
#   - input: schema.review
# custom:
#   why: |
#     Images are hardened once and copied often. A VM of unknown origin has whatever its maker left in it.
#   needs: [vm.configuration.image]
#   severity: medium
#   remediation: none
#   controls: ["nist-800-53:CM-2", "nist-800-53:CM-7(5)"]
#   sleeps_without: [images]
package tagout.rules.image.not_approved

import data.tagout.names
import data.tagout.parameters
import data.tagout.result
import data.tagout.words

# Its image is none of the approved ones.
violation contains v if {
	_applies
	count(names.outside({input.vm.configuration.image}, _parameters.images)) > 0
	v := result.violation(rego.metadata.chain(), "vm", {
		"message": sprintf("%s was made from %s, which is no approved image", [words.vm, input.vm.configuration.image]),
		"fix": "Make it anew from an approved image, or have its image approved.",
		"details": object.union(words.seen(input.vm.configuration), {"image": input.vm.configuration.image}),
	})
}

# Nobody has said what it was made from.
violation contains v if {
	_applies
	some v in result.unknown(rego.metadata.chain())
}

_parameters := parameters.of.image.not_approved

# Until a site declares images all are approved. A recorded conversion needs none.
_applies if {
	count(_parameters.images) > 0
	not lower(input.vm.id) in {lower(id) | some id in _parameters.conversions}
}
