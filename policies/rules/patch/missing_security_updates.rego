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
			_counted_out(count(ids)),
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
	some ends in _in_grace
}

_parameters := parameters.of.patch.missing_security_updates

# A maintenance host is where updates are installed.
_applies if not input.host.maintenance

# Missing updates that count and are not excused by grace, the gravest first.
_overdue := [update | some [_, _, update] in sort({[0 - _severity(update), update.id, update] |
	some update in _counting
	not _in_grace[update]
})]

_in_grace[update] := ends if {
	some update in _counting
	ends := _grace_ends(update)
	ends > times.at
}

_counting contains update if {
	some update in input.vm.patch.missing
	_severity(update) >= _least
}

# Undefined, thus no grace, for an update without a date of publication, or with one that lies after the scan which found it.
_grace_ends(update) := ends if {
	published := times.ns(update.published)
	published <= _observed
	ends := published + times.days(_grace_days(update))
}

_observed := times.ns(input.vm.patch.observedAt)

_grace_days(update) := object.get(_parameters.grace_days, update.severity, 0)

_rank := {"low": 1, "moderate": 2, "important": 3, "critical": 4}

# Without a severity that we know every update counts.
default _least := 0

_least := _rank[_parameters.min_severity]

_severity(update) := _rank[update.severity] if _rank[update.severity]

# A severity that we have no word for counts as the highest.
else := _rank.critical

_counted_out(1) := "1 security update"

_counted_out(n) := sprintf("%d security updates", [n]) if n != 1
