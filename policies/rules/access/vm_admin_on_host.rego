# METADATA
# title: VM administrator with rights on the host
# description: Nobody who administers the VM has rights on its host. Names are compared without regard to case; sources expand groups.
# schemas:
#   - input: schema.review
# custom:
#   why: |
#     Whoever may log on to the host can read and change every VM on it. So those who run a VM have rights in it, and none on the
#     host.
#   needs: [vm.admins, host.access.administrators]
#   severity: high
#   remediation: notify
#   controls: ["nist-800-53:AC-5", "nist-800-53:AC-6", "nist-800-53:AC-6(5)", "nist-800-53:SC-2", "disa:V-207401"]
package tagout.rules.access.vm_admin_on_host

import data.tagout.accounts
import data.tagout.result
import data.tagout.words

# Somebody has rights on both. One violation names them all.
violation contains v if {
	count(_both) > 0
	v := result.violation(rego.metadata.chain(), "vm", {
		"message": sprintf("who administers %s has rights on host %s, too: %s", [words.vm, words.host, words.listed(sort(_both))]),
		"fix": "Take away their rights on the host, or let others administer the VM.",
		"details": object.union(words.seen(input.host.access), {"administrators": sort(_both), "host": input.host.id}),
	})
}

# It is not known who administers the VM, or who has rights on the host.
violation contains v if {
	input.host
	some v in result.unknown(rego.metadata.chain())
}

# Errs towards a match: `alice` may be `CORP\alice`.
_both contains name if {
	some name in input.vm.admins
	some other in input.host.access.administrators
	accounts.may_be_same(name, other)
}
