# METADATA
# title: Applications on the host
# description: |
#   Nothing is installed on the host beyond the approved applications. Sources report what goes beyond the base installation. Compared
#   without regard to case.
# schemas:
#   - input: schema.review
# custom:
#   why: |
#     Applications belong into VMs. On the host they bring accounts, services and updates of their own, and reach every VM when they
#     break.
#   needs: [host.system.applications]
#   severity: high
#   remediation: none
#   controls: ["nist-800-53:CM-7(5)"]
package tagout.rules.host.applications

import data.tagout.names
import data.tagout.parameters
import data.tagout.result
import data.tagout.words

# Applications that nobody approved. One violation names them all.
violation contains v if {
	count(_unapproved) > 0
	v := result.violation(rego.metadata.chain(), "host", {
		"message": sprintf("host %s has applications that are not approved: %s", [words.host, words.listed(sort(_unapproved))]),
		"fix": "Remove them, or run them in a VM.",
		"details": object.union(words.seen(input.host.system), {"applications": sort(_unapproved)}),
	})
}

# Nobody has said what is installed.
violation contains v if some v in result.unknown(rego.metadata.chain())

_parameters := parameters.of.host.applications

_unapproved := names.outside(input.host.system.applications, _parameters.approved)
