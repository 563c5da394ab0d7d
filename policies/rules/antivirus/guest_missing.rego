# METADATA
# title: No antivirus in the VM
# description: Antivirus is installed and runs in the VM, and its signatures are young enough.
# schemas:
#   - input: schema.review
# custom:
#   why: |
#     Antivirus belongs where files are opened: into the VM. With signatures of last month it knows the attacks of last month.
#   needs: [vm.protection.antivirus.installed]
#   severity: high
#   remediation: notify
#   controls: ["nist-800-53:SI-3"]
package tagout.rules.antivirus.guest_missing

import data.tagout.parameters
import data.tagout.result
import data.tagout.times
import data.tagout.words

# There is none.
violation contains v if {
	_antivirus.installed == false
	v := result.violation(rego.metadata.chain(), "vm", {
		"message": sprintf("%s has no antivirus", [words.vm]),
		"fix": "Install it, then observe the VM again.",
		"details": object.union(words.seen(input.vm.protection), {"reason": "not installed"}),
	})
}

# It does not run.
violation contains v if {
	_antivirus.installed
	_antivirus.running == false
	v := result.violation(rego.metadata.chain(), "vm", {
		"message": sprintf("the antivirus of %s does not run", [words.vm]),
		"fix": "Start it, then observe the VM again.",
		"details": object.union(words.seen(input.vm.protection), {"reason": "not running"}),
	})
}

# Its signatures are as old as they may be, or older.
violation contains v if {
	_ends <= times.at
	v := result.violation(rego.metadata.chain(), "vm", {
		"message": sprintf("the antivirus signatures of %s of %s counted until %s", [words.vm, _antivirus.signaturesAt, times.text(_ends)]),
		"fix": sprintf("Update the signatures; they count for %d days.", [_parameters.max_signature_age_days]),
		"details": object.union(words.seen(input.vm.protection), {
			"reason": "stale",
			"signaturesAt": _antivirus.signaturesAt,
			"until": times.text(_ends),
			"maxAgeDays": _parameters.max_signature_age_days,
		}),
	})
}

# It is not known whether it runs, or how old its signatures are.
violation contains v if {
	_antivirus.installed
	some field, said in {"running": "whether the antivirus of %s runs", "signaturesAt": "how old the antivirus signatures of %s are"}
	object.get(_antivirus, field, null) == null
	v := result.unclear(rego.metadata.chain(), "vm", {
		"message": sprintf("it is not known %s", [sprintf(said, [words.vm])]),
		"fix": "Let the source that observes the antivirus say so.",
		"details": object.union(words.seen(input.vm.protection), {"reason": "not known", "field": field}),
	})
}

# Nobody has said whether there is one.
violation contains v if some v in result.unknown(rego.metadata.chain())

# The signatures get old.
valid_until contains times.text(_ends) if {
	_parameters.action != "off"
	_ends > times.at
}

_parameters := parameters.of.antivirus.guest_missing

_antivirus := input.vm.protection.antivirus

_ends := times.ns(_antivirus.signaturesAt) + times.days(_parameters.max_signature_age_days) if _antivirus.installed
