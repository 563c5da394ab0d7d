# METADATA
# title: Missing security updates
# description: No security update of a severity that counts is missing, once the days of grace since its publication are over.
# schemas:
#   - input: schema.review
# custom:
#   why: |
#     A VM that lay switched off for a month misses a month of updates, and is attacked in the minutes in which it fetches them.
#     So it is updated before it is turned on, on a maintenance host.
#   needs: [vm.patch]
#   severity: high
#   remediation: notify
#   controls: ["nist-800-53:SI-2", "nist-800-53:RA-5", "nist-800-53:CM-7(2)", "disa:V-207474"]
package tagout.rules.patch.missing_security_updates

import data.tagout.parameters
import data.tagout.patches
import data.tagout.result
import data.tagout.times
import data.tagout.words

# One violation for all updates that are overdue, the gravest named first.
violation contains v if {
	_applies
	count(_overdue) > 0
	ids := [update.id | some update in _overdue]
	v := result.violation(rego.metadata.chain(), "vm", {
		"message": sprintf("%s misses %s: %s (%s)", [
			words.vm,
			patches.counted(count(ids)),
			words.listed(ids),
			words.scan(input.vm.patch),
		]),
		"fix": "Install them on a maintenance host, then scan again.",
		"details": {
			"missing": sort({id | some id in ids}),
			"updates": _overdue,
			"minSeverity": _parameters.min_severity,
			"graceDays": _parameters.grace_days,
			"observedAt": input.vm.patch.observedAt,
			"source": object.get(input.vm.patch, "source", null),
		},
	})
}

# Nobody has scanned the VM.
violation contains v if {
	_applies
	some v in result.unknown(rego.metadata.chain())
}

# The grace of an update ends.
valid_until contains times.text(ends) if {
	_applies
	_parameters.action != "off"
	some ends in patches.grace_ends(input.vm.patch, _parameters)
}

_parameters := parameters.of.patch.missing_security_updates

# A maintenance host is where updates are installed.
_applies if not input.host.maintenance

_overdue := patches.overdue(input.vm.patch, _parameters)
