# METADATA
# title: Installation with a desktop
# description: |
#   The host has a minimal installation: its edition is one of those that are allowed. Case, spaces, hyphens and underscores do not count; an entry that ends with * stands for all that begin so.
# schemas:
#   - input: schema.review
# custom:
#   why: |
#     What is not installed needs no updates and cannot be attacked. A desktop, a browser and what comes with them have no work to
#     do on a host.
#   needs: [host.system.edition]
#   severity: medium
#   remediation: none
#   controls: ["nist-800-53:CM-7", "nist-800-53:CM-2"]
package tagout.rules.host.server_core

import data.tagout.names
import data.tagout.parameters
import data.tagout.result
import data.tagout.words

# The edition is none of those that are allowed.
violation contains v if {
	count(names.outside({_edition}, _parameters.editions)) > 0
	v := result.violation(rego.metadata.chain(), "host", {
		"message": sprintf("host %s has edition %s, which is none of %s", [words.host, _edition, words.listed(_parameters.editions)]),
		"fix": "Install the host anew with a minimal edition.",
		"details": object.union(words.seen(input.host.system), {"edition": _edition, "editions": _parameters.editions}),
	})
}

# Nobody has said which edition it is.
violation contains v if some v in result.unknown(rego.metadata.chain())

_parameters := parameters.of.host.server_core

_edition := input.host.system.edition
