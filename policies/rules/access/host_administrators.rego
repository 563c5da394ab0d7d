# METADATA
# title: Host administrators
# description: |
#   The administrators of the host are on the approved list, where a site has one, and there are no more than so many. Names are
#   compared without regard to case.
# schemas:
#   - input: schema.review
# custom:
#   why: |
#     Every account with rights on a host is a way to all of its VMs. Few, known names can be watched.
#   needs: [host.access.administrators]
#   severity: medium
#   remediation: none
#   controls: ["nist-800-53:AC-6(1)"]
package tagout.rules.access.host_administrators

import data.tagout.accounts
import data.tagout.parameters
import data.tagout.result
import data.tagout.words

# Somebody is not on the list. Without a list nobody is.
violation contains v if {
	count(_parameters.approved) > 0
	count(_unapproved) > 0
	v := result.violation(rego.metadata.chain(), "host", {
		"message": sprintf("host %s has administrators who are not approved: %s", [words.host, words.listed(sort(_unapproved))]),
		"fix": "Take away their rights, or have them approved.",
		"details": object.union(words.seen(input.host.access), {"reason": "not approved", "administrators": sort(_unapproved)}),
	})
}

# There are too many.
violation contains v if {
	count(_distinct) > _parameters.max_count
	v := result.violation(rego.metadata.chain(), "host", {
		"message": sprintf("host %s has %d administrators, more than %d", [words.host, count(_distinct), _parameters.max_count]),
		"fix": "Take away the rights of those who do not need them.",
		"details": object.union(words.seen(input.host.access), {
			"reason": "too many",
			"administrators": sort(_distinct),
			"maxCount": _parameters.max_count,
		}),
	})
}

# It is not known who they are.
violation contains v if some v in result.unknown(rego.metadata.chain())

_parameters := parameters.of.access.host_administrators

_distinct := accounts.distinct(input.host.access.administrators)

_unapproved contains name if {
	some name in input.host.access.administrators
	not accounts.listed(name, _parameters.approved)
}
