# METADATA
# title: Host group not allowed for the tier
# description: A VM runs only on hosts whose group is allowed for its tier.
# schemas:
#   - input: schema.review
# custom:
#   why: |
#     Host groups are where a site says which hosts belong together. A VM of one tier stays among the hosts that were set up and are
#     watched for it.
#   needs: [host.group]
#   severity: medium
#   remediation: notify
#   controls: ["nist-800-53:SC-7(21)"]
#   sleeps_without: [groups]
package tagout.rules.tier.host_group

import data.tagout.parameters
import data.tagout.result
import data.tagout.words

# The group is none of those that the tier may use.
violation contains v if {
	_applies
	not input.host.group in _parameters.groups
	v := result.violation(rego.metadata.chain(), "vm", {
		"message": sprintf("host %s is in group %s, and the tier of %s may use only %s", [words.host, input.host.group, words.vm, words.listed(_parameters.groups)]),
		"fix": "Run it on a host of such a group.",
		"details": {"host": input.host.id, "group": input.host.group, "groups": _parameters.groups},
	})
}

# Nobody has assigned a group to the host.
violation contains v if {
	_applies
	some v in result.unknown(rego.metadata.chain())
}

_parameters := parameters.of.tier.host_group

# Until a site says which groups a tier may use, it may use all.
_applies if count(_parameters.groups) > 0
