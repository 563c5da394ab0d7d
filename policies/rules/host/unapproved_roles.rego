# METADATA
# title: Unapproved roles on the host
# description: The host has no roles and features beyond those that are approved. Case, spaces, hyphens and underscores do not count; an entry that ends with * stands for all that begin so.
# schemas:
#   - input: schema.review
# custom:
#   why: |
#     A host runs VMs and does nothing else. Each role more is one more way into every VM on it.
#   needs: [host.system.roles]
#   severity: high
#   remediation: none
#   controls: ["nist-800-53:CM-7(1)"]
package tagout.rules.host.unapproved_roles

import data.tagout.names
import data.tagout.parameters
import data.tagout.result
import data.tagout.words

# Roles that nobody approved. One violation names them all.
violation contains v if {
	count(_unapproved) > 0
	v := result.violation(rego.metadata.chain(), "host", {
		"message": sprintf("host %s has roles that are not approved: %s", [words.host, words.listed(sort(_unapproved))]),
		"fix": "Remove them, or move what they do into a VM.",
		"details": object.union(words.seen(input.host.system), {"roles": sort(_unapproved)}),
	})
}

# Nobody has said which roles it has.
violation contains v if some v in result.unknown(rego.metadata.chain())

_parameters := parameters.of.host.unapproved_roles

_unapproved := names.outside(input.host.system.roles, _parameters.roles)
