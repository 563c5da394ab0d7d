# METADATA
# scope: package
# description: The entry point. What all rules say of one review, the pack's and the site's; no list of rules is kept by hand.
package tagout

import data.tagout.facts
import data.tagout.times

# METADATA
# description: |
#   Every rule that is not met, in a settled order, and the first instant at which time alone may change that (null: never).
#   Whether the VM is admitted is not said here: waivers, enforcement point and observe or enforce come after.
# entrypoint: true
decision := answer

# The same, for an engine that reads the Rego of a bundle: in one that was built for WebAssembly the entry point is not Rego any more.
answer := {
	"violations": sort(_violations),
	"validUntil": _valid_until,
}

_violations contains data.tagout.rules[_][_].violation[_]

_violations contains data.site.rules[_][_].violation[_]

_changes contains times.ns(data.tagout.rules[_][_].valid_until[_])

_changes contains times.ns(data.site.rules[_][_].valid_until[_])

_changes contains facts.old[_]

default _valid_until := null

# An instant that is not ahead changes nothing any more, whatever a site's rule says.
_valid_until := times.text(min({change | some change in _changes; change > times.at}))
