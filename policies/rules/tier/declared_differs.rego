# METADATA
# title: Declared tier differs
# description: What a VM says of its own tier agrees with what was assigned to it. The assignment counts either way.
# schemas:
#   - input: schema.review
# custom:
#   why: |
#     A VM that calls itself something else was copied, moved or misread. Somebody should look before its neighbours do.
#   needs: [vm.tier, vm.configuration]
#   severity: medium
#   remediation: none
#   controls: ["nist-800-53:AC-3"]
package tagout.rules.tier.declared_differs

import data.tagout.result
import data.tagout.words

# It says something else.
violation contains v if {
	input.vm.tierSource == "assignment"
	input.vm.configuration.tier != input.vm.tier
	v := result.violation(rego.metadata.chain(), "vm", {
		"message": sprintf("%s calls itself %s and is assigned to %s", [words.vm, input.vm.configuration.tier, input.vm.tier]),
		"fix": "Correct the one that is wrong.",
		"details": object.union(words.seen(input.vm.configuration), {"declared": input.vm.configuration.tier, "assigned": input.vm.tier}),
	})
}

# It is not known what the VM says, or which tier it has.
violation contains v if some v in result.unknown(rego.metadata.chain())
