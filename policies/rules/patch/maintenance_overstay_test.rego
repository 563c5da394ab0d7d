package tagout.rules.patch.maintenance_overstay_test

import data.tagout.fixtures
import data.tagout.rules.patch.maintenance_overstay as rule

# A VM that came yesterday.
test_no_violation_while_its_time_runs if {
	rule.violation == set() with input as fixtures.but({
		"review": {"point": "STANDING"},
		"vm": {"runningSince": "2026-11-22T10:00:00Z"},
		"host": {"maintenance": true},
	})
	rule.valid_until == {"2026-11-25T10:00:00Z"} with input as fixtures.but({
		"review": {"point": "STANDING"},
		"vm": {"runningSince": "2026-11-22T10:00:00Z"},
		"host": {"maintenance": true},
	})
}

# On another host nobody counts.
test_no_violation_elsewhere if {
	rule.violation == set() with input as fixtures.but({"review": {"point": "STANDING"}, "vm": {"runningSince": "2026-10-01T10:00:00Z"}})
	rule.valid_until == set() with input as fixtures.but({"review": {"point": "STANDING"}, "vm": {"runningSince": "2026-10-01T10:00:00Z"}})
}

# A VM that came five days ago is told of.
test_violation_overstayed if {
	rule.violation == {{
		"rule": "patch/maintenance_overstay",
		"action": "warn",
		"severity": "medium",
		"kind": "violated",
		"message": "web-01 runs on maintenance host alpha since 2026-11-18T10:00:00Z, which was allowed until 2026-11-21T10:00:00Z",
		"fix": "Scan it, and move it to a host of its tier.",
		"subject": "vm",
		"controls": ["nist-800-53:SI-2"],
		"details": {"maxHours": 72, "runningSince": "2026-11-18T10:00:00Z", "until": "2026-11-21T10:00:00Z"},
		"remediation": "notify",
	}} with input as fixtures.but({
		"review": {"point": "STANDING"},
		"vm": {"runningSince": "2026-11-18T10:00:00Z"},
		"host": {"maintenance": true},
	})
	rule.valid_until == set() with input as fixtures.but({
		"review": {"point": "STANDING"},
		"vm": {"runningSince": "2026-11-18T10:00:00Z"},
		"host": {"maintenance": true},
	})
}

# Switched off.
test_no_violation_when_off if {
	rule.violation == set() with input as fixtures.but({
		"review": {"point": "STANDING"},
		"vm": {"runningSince": "2026-11-18T10:00:00Z"},
		"host": {"maintenance": true},
	})
		with data.site as fixtures.site("patch", "maintenance_overstay", {"default": {"action": "off"}})
	rule.valid_until == set() with input as fixtures.but({
		"review": {"point": "STANDING"},
		"vm": {"runningSince": "2026-11-18T10:00:00Z"},
		"host": {"maintenance": true},
	})
		with data.site as fixtures.site("patch", "maintenance_overstay", {"default": {"action": "off"}})
}

# A tier may have an action of its own.
test_violation_dry_run_for_a_tier if {
	{violation.action | some violation in rule.violation} == {"dryrun"} with input as fixtures.but({
		"review": {"point": "STANDING"},
		"vm": {"runningSince": "2026-11-18T10:00:00Z"},
		"host": {"maintenance": true},
	})
		with data.site as fixtures.site("patch", "maintenance_overstay", {"tiers": {"internal": {"action": "dryrun"}}})
}
