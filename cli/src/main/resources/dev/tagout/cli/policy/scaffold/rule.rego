# METADATA
# title: VM made from a refused image
# description: |
#   A VM was not made from one of the images that are refused. Names are compared without regard to case.
# schemas:
#   - input: schema.review
# custom:
#   why: |
#     An image that nobody maintains any more brings its holes into every VM that is made from it.
#   needs: [vm.configuration.image]
#   severity: low
#   remediation: none
#   controls: ["nist-800-53:CM-2"]
package {{package}}

import data.tagout.parameters
import data.tagout.result
import data.tagout.words

# The image is one of those that are refused.
violation contains v if {
	_applies
	some refused in _parameters.refused_images
	lower(refused) == lower(input.vm.configuration.image)
	v := result.violation(rego.metadata.chain(), "vm", {
		"message": sprintf("%s was made from image %s, which is refused", [words.vm, input.vm.configuration.image]),
		"fix": sprintf("Make %s anew from an image that is maintained.", [words.vm]),
		"details": {
			"image": input.vm.configuration.image,
			"observedAt": object.get(input.vm.configuration, "observedAt", null),
			"source": object.get(input.vm.configuration, "source", null),
		},
	})
}

# It is not known from which image the VM was made.
violation contains v if {
	_applies
	some v in result.unknown(rego.metadata.chain())
}

_parameters := parameters.of.{{category}}.{{name}}

# A new rule begins with the VMs of a few: an empty list means everybody's.
_applies if count(_parameters.owners) == 0

_applies if input.vm.owner in _parameters.owners
