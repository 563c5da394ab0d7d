package tagout.rules.patch.missing_security_updates_test

import data.tagout.fixtures
import data.tagout.rules.patch.missing_security_updates as rule

test_violation_update_overdue if {
	rule.violation == {_violation} with input as _misses([_overdue])
}

test_violation_update_without_date if {
	update := object.remove(_overdue, ["published"])
	rule.violation == {object.union(_violation, {"details": {"updates": [update]}})} with input as _misses([update])
}

test_violation_unheard_of_severity_whatever_counts if {
	update := object.union(_overdue, {"severity": "urgent"})
	expected := object.union(_violation, {"details": {"updates": [update], "minSeverity": "critical"}})
	rule.violation == {expected} with input as _misses([update])
		with data.site as _site({"default": {"min_severity": "critical"}})
}

test_violation_low_where_min_severity_is_misspelt if {
	update := object.union(_overdue, {"severity": "low", "published": "2026-01-01T00:00:00Z"})
	expected := object.union(_violation, {"details": {"updates": [update], "minSeverity": "hihg"}})
	rule.violation == {expected} with input as _misses([update])
		with data.site as _site({"default": {"min_severity": "hihg"}})
}

test_violation_of_site_that_warns if {
	rule.violation == {object.union(_violation, {"action": "warn"})} with input as _misses([_overdue])
		with data.site as _site({"default": {"action": "warn"}})
}

test_violation_moderate_where_the_site_says_so if {
	update := object.union(_overdue, {"severity": "moderate", "published": "2026-10-01T00:00:00Z"})
	expected := object.union(_violation, {"details": {"updates": [update], "minSeverity": "moderate"}})
	rule.violation == {expected} with input as _misses([update])
		with data.site as _site({"default": {"min_severity": "moderate"}})
}

test_violation_site_default_does_not_loosen_pack_tier if {
	rule.violation == {_violation} with input as _misses([_overdue])
		with data.site as _site({"default": {"grace_days": {"critical": 365}}})
}

test_no_violation_site_tier_loosens if {
	rule.violation == set() with input as _misses([_overdue])
		with data.site as _site({"tiers": {"internal": {"grace_days": {"critical": 365}}}})
}

test_no_violation_in_grace if {
	reviewed := _misses([_recent])
	rule.violation == set() with input as reviewed
	rule.valid_until == {"2026-11-24T10:00:00Z"} with input as reviewed
}

test_no_violation_below_min_severity if {
	reviewed := _misses([object.union(_overdue, {"severity": "moderate"}), object.union(_recent, {"severity": "low"})])
	rule.violation == set() with input as reviewed
	rule.valid_until == set() with input as reviewed
}

test_no_violation_on_maintenance_host if {
	reviewed := object.union(_misses([_overdue, _recent]), {"host": {"maintenance": true}})
	rule.violation == set() with input as reviewed
	rule.valid_until == set() with input as reviewed
}

test_no_violation_when_off if {
	reviewed := _misses([_overdue, _recent])
	rule.violation == set() with input as reviewed with data.site as _site({"tiers": {"internal": {"action": "off"}}})
	rule.valid_until == set() with input as reviewed with data.site as _site({"tiers": {"internal": {"action": "off"}}})
}

test_no_violation_without_scan if {
	rule.violation == set() with input as fixtures.without(["vm/patch"])
}

test_violation_without_scan_where_the_site_says_so if {
	rule.violation == {object.union(object.remove(_violation, ["details"]), {
		"kind": "unknown",
		"action": "warn",
		"message": "web-01 has no patch scan",
		"fix": "Scan web-01 for missing updates, on a maintenance host if it has to run for that.",
		"details": {"fact": "vm.patch"},
	})} with input as fixtures.without(["vm/patch"])
		with data.site as _site({"default": {"unknown_action": "warn"}})
}

_overdue := {"id": "KB5044288", "severity": "critical", "published": "2026-10-24T10:00:00Z"}

_recent := {"id": "KB5046617", "severity": "critical", "published": "2026-11-21T10:00:00Z"}

_misses(updates) := fixtures.but({"vm": {"patch": {"missing": updates}}})

_site(layers) := fixtures.site("patch", "missing_security_updates", layers)

_violation := {
	"rule": "patch/missing_security_updates",
	"action": "deny",
	"severity": "high",
	"kind": "violated",
	"message": "web-01 misses 1 security update: KB5044288 (osquery scan of 2026-11-23T09:00:00Z)",
	"fix": "Install them on a maintenance host, then scan again.",
	"subject": "vm",
	"controls": ["nist-800-53:SI-2", "nist-800-53:RA-5", "nist-800-53:CM-7(2)", "disa:V-207474"],
	"details": {
		"missing": ["KB5044288"],
		"updates": [_overdue],
		"minSeverity": "important",
		"graceDays": {"critical": 3, "important": 7, "moderate": 30, "low": 90},
		"observedAt": "2026-11-23T09:00:00Z",
		"source": "osquery",
	},
	"remediation": "notify",
}
