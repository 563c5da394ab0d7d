package tagout.rules.access.host_administrators_test

import data.tagout.fixtures
import data.tagout.rules.access.host_administrators as rule

# All of them are approved.
test_no_violation_approved if {
	rule.violation == set() with input as fixtures.fit
		with data.site as {"parameters": data.fixtures.sites.declared}
}

# Mallory is not on the list.
test_violation_not_approved if {
	rule.violation == {{
		"rule": "access/host_administrators",
		"action": "warn",
		"severity": "medium",
		"kind": "violated",
		"message": "host alpha has administrators who are not approved: mallory",
		"fix": "Take away their rights, or have them approved.",
		"subject": "host",
		"controls": ["nist-800-53:AC-6(1)"],
		"details": {
			"administrators": ["mallory"],
			"observedAt": "2026-11-23T09:45:00Z",
			"reason": "not approved",
			"source": "osquery",
		},
		"remediation": "none",
	}} with input as fixtures.but({"host": {"access": {"administrators": ["hoster", "mallory"]}}})
		with data.site as {"parameters": data.fixtures.sites.declared}
}

# Six administrators.
test_violation_too_many if {
	rule.violation == {{
		"rule": "access/host_administrators",
		"action": "warn",
		"severity": "medium",
		"kind": "violated",
		"message": "host alpha has 6 administrators, more than 5",
		"fix": "Take away the rights of those who do not need them.",
		"subject": "host",
		"controls": ["nist-800-53:AC-6(1)"],
		"details": {
			"administrators": ["h1", "h2", "h3", "h4", "h5", "h6"],
			"maxCount": 5,
			"observedAt": "2026-11-23T09:45:00Z",
			"reason": "too many",
			"source": "osquery",
		},
		"remediation": "none",
	}} with input as fixtures.but({"host": {"access": {"administrators": ["h1", "h2", "h3", "h4", "h5", "h6"]}}})
}

# Nobody has said who has rights on the host.
test_violation_unknown_administrators if {
	rule.violation == {{
		"rule": "access/host_administrators",
		"action": "warn",
		"severity": "medium",
		"kind": "unknown",
		"message": "the administrators of host alpha are not known",
		"fix": "Let a source observe host alpha: event dev.tagout.host.access-observed.v1.",
		"subject": "host",
		"controls": ["nist-800-53:AC-6(1)"],
		"details": {"fact": "host.access.administrators"},
		"remediation": "none",
	}} with input as fixtures.without(["host/access"])
}

# Who has rights was last observed in October.
test_violation_unknown_stale if {
	rule.violation == {{
		"rule": "access/host_administrators",
		"action": "warn",
		"severity": "medium",
		"kind": "unknown",
		"message": "what is known of host.access of host alpha is of 2026-10-01T00:00:00Z, and counted until 2026-10-08T00:00:00Z",
		"fix": "Let its source observe host alpha again.",
		"subject": "host",
		"controls": ["nist-800-53:AC-6(1)"],
		"details": {
			"fact": "host.access.administrators",
			"observedAt": "2026-10-01T00:00:00Z",
			"reason": "stale",
			"source": "osquery",
			"until": "2026-10-08T00:00:00Z",
		},
		"remediation": "none",
	}} with input as fixtures.but({"host": {"access": {"observedAt": "2026-10-01T00:00:00Z"}}})
}

# Switched off.
test_no_violation_when_off if {
	rule.violation == set() with input as fixtures.but({"host": {"access": {"administrators": ["hoster", "mallory"]}}})
		with data.site as object.union(
			{"parameters": data.fixtures.sites.declared},
			fixtures.site("access", "host_administrators", {"default": {"action": "off", "unknown_action": "off"}}),
		)
}

# A tier may have an action of its own.
test_violation_dry_run_for_a_tier if {
	{violation.action | some violation in rule.violation} == {"dryrun"} with input as fixtures.but({"host": {"access": {"administrators": ["hoster", "mallory"]}}})
		with data.site as object.union(
			{"parameters": data.fixtures.sites.declared},
			fixtures.site("access", "host_administrators", {"tiers": {"internal": {"action": "dryrun"}}}),
		)
}
