# METADATA
# title: Stale or untrusted patch scan
# description: The patch scan of a VM is young enough, and comes from a source that its tier trusts.
# schemas:
#   - input: schema.review
# custom:
#   why: |
#     A scan says what was known on its day. Updates that came out since are missing from it, and a VM that reports on itself may be
#     the one that was broken into.
#   needs: [vm.patch]
#   severity: medium
#   remediation: notify
#   controls: ["nist-800-53:SI-2(2)"]
package tagout.rules.patch.scan_stale

import data.tagout.parameters
import data.tagout.result
import data.tagout.times
import data.tagout.words

# The scan is as old as it may be, or older.
violation contains v if {
	_applies
	_stale_from <= times.at
	v := result.violation(rego.metadata.chain(), "vm", {
		"message": sprintf("%s: the %s is stale since %s", [words.vm, words.scan(input.vm.patch), times.text(_stale_from)]),
		"fix": sprintf("Scan %s again; a scan holds for %d hours.", [words.vm, _parameters.max_age_hours]),
		"details": object.union(_fact, {
			"reason": "stale",
			"staleFrom": times.text(_stale_from),
			"maxAgeHours": _parameters.max_age_hours,
		}),
	})
}

# The scan is by someone whom the tier does not trust.
violation contains v if {
	_applies
	_untrusted
	v := result.violation(rego.metadata.chain(), "vm", {
		"message": sprintf("%s: the %s does not come from a trusted source", [words.vm, words.scan(input.vm.patch)]),
		"fix": sprintf("Scan it with one of: %s.", [concat(", ", _parameters.trusted_sources)]),
		"details": object.union(_fact, {
			"reason": "untrusted",
			"trustedSources": _parameters.trusted_sources,
		}),
	})
}

# Nobody has scanned the VM.
violation contains v if {
	_applies
	some v in result.unknown(rego.metadata.chain())
}

# The scan gets stale.
valid_until contains times.text(_stale_from) if {
	_applies
	_parameters.action != "off"
	_stale_from > times.at
}

_parameters := parameters.of.patch.scan_stale

# A maintenance host is where a VM is scanned that could not be elsewhere.
_applies if not input.host.maintenance

_stale_from := times.ns(input.vm.patch.observedAt) + times.hours(_parameters.max_age_hours)

# An empty list trusts every source, and any other list no scan that does not name one.
_untrusted if {
	count(_parameters.trusted_sources) > 0
	not _fact.source in _parameters.trusted_sources
}

# Source null where the scan names none: `not` in front of a call is undefined when an operand is, and the rule would be silent.
_fact := {
	"observedAt": input.vm.patch.observedAt,
	"source": object.get(input.vm.patch, "source", null),
}
