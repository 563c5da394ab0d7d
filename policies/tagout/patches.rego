# METADATA
# scope: package
# description: |
#   Missing updates, and which of them are overdue. A patch fact and the settings `min_severity` and `grace_days` go in. The clock is
#   that of the review.
package tagout.patches

import data.tagout.times

# Missing updates that count and are not excused by grace, the gravest first.
overdue(patch, settings) := [update | some [_, _, update] in sort({[0 - _severity(update), update.id, update] |
	some update in _counting(patch, settings)
	not _is_in_grace(update, patch, settings)
})]

# The instants to come at which the grace of an update ends, in nanoseconds.
grace_ends(patch, settings) := {ends |
	some update in _counting(patch, settings)
	ends := _grace_ends(update, patch, settings)
	ends > times.at
}

_counting(patch, settings) := {update |
	some update in patch.missing
	_severity(update) >= object.get(_rank, object.get(settings, "min_severity", ""), 0)
}

_is_in_grace(update, patch, settings) if _grace_ends(update, patch, settings) > times.at

# Undefined, thus no grace, for an update without a date of publication, or with one that lies after the scan which found it.
_grace_ends(update, patch, settings) := published + times.days(object.get(settings, ["grace_days", update.severity], 0)) if {
	published := times.ns(update.published)
	published <= times.ns(patch.observedAt)
}

_rank := {"low": 1, "moderate": 2, "important": 3, "critical": 4}

_severity(update) := _rank[update.severity] if _rank[update.severity]

# A severity that we have no word for counts as the highest.
else := _rank.critical

counted(1) := "1 security update"

counted(n) := sprintf("%d security updates", [n]) if n != 1
