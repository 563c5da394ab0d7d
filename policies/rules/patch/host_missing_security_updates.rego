# METADATA
# title: Host misses security updates
# description: |
#   No security update of a severity that counts is missing from the host once the days of grace since its publication are over, and
#   its scan is young enough. Holds on maintenance hosts, too.
# schemas:
#   - input: schema.review
# custom:
#   why: |
#     A hole in the hypervisor is a hole in every VM on it. Hosts are patched first, and their VMs move away for as long as that
#     takes.
#   needs: [host.patch]
#   severity: high
#   remediation: notify
#   controls: ["nist-800-53:SI-2", "cis-esxi-7.0:1.1"]
package tagout.rules.patch.host_missing_security_updates

import data.tagout.parameters
import data.tagout.patches
import data.tagout.result
import data.tagout.times
import data.tagout.words

# One violation for all updates that are overdue, the gravest named first.
violation contains v if {
	count(_overdue) > 0
	ids := [update.id | some update in _overdue]
	v := result.violation(rego.metadata.chain(), "host", {
		"message": sprintf("host %s misses %s: %s (%s)", [words.host, patches.counted(count(ids)), words.listed(ids), words.scan(input.host.patch)]),
		"fix": "Move its VMs away, install them, then scan the host again.",
		"details": object.union(words.seen(input.host.patch), {"reason": "missing", "missing": sort({id | some id in ids}), "updates": _overdue}),
	})
}

# The scan is as old as it may be, or older.
violation contains v if {
	_stale_from <= times.at
	v := result.violation(rego.metadata.chain(), "host", {
		"message": sprintf("host %s: the %s is stale since %s", [words.host, words.scan(input.host.patch), times.text(_stale_from)]),
		"fix": sprintf("Scan host %s again; a scan holds for %d hours.", [words.host, _parameters.max_age_hours]),
		"details": object.union(words.seen(input.host.patch), {"reason": "stale", "staleFrom": times.text(_stale_from), "maxAgeHours": _parameters.max_age_hours}),
	})
}

# Nobody has scanned the host.
violation contains v if some v in result.unknown(rego.metadata.chain())

# The grace of an update ends.
valid_until contains times.text(ends) if {
	_parameters.action != "off"
	some ends in patches.grace_ends(input.host.patch, _parameters)
}

# The scan gets stale.
valid_until contains times.text(_stale_from) if {
	_parameters.action != "off"
	_stale_from > times.at
}

_parameters := parameters.of.patch.host_missing_security_updates

_overdue := patches.overdue(input.host.patch, _parameters)

_stale_from := times.ns(input.host.patch.observedAt) + times.hours(_parameters.max_age_hours)
