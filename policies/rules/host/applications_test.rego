package tagout.rules.host.applications_test

import data.tagout.fixtures
import data.tagout.rules.host.applications as rule

# The site has approved what is installed.
test_no_violation_approved if {
	rule.violation == set() with input as fixtures.but({"host": {"system": {"applications": ["Backup-Agent"]}}})
		with data.site as {"parameters": data.fixtures.sites.declared}
}

# An office suite on the host.
test_violation_office if {
	rule.violation == {{
		"rule": "host/applications",
		"action": "deny",
		"severity": "high",
		"kind": "violated",
		"message": "host alpha has applications that are not approved: 7-Zip, LibreOffice",
		"fix": "Remove them, or run them in a VM.",
		"subject": "host",
		"controls": ["nist-800-53:CM-7(5)"],
		"details": {
			"applications": ["7-Zip", "LibreOffice"],
			"observedAt": "2026-11-23T09:45:00Z",
			"source": "osquery",
		},
		"remediation": "none",
	}} with input as fixtures.but({"host": {"system": {"applications": ["LibreOffice", "7-Zip"]}}})
}

# Nobody has said what is installed on the host.
test_violation_unknown_applications if {
	rule.violation == {{
		"rule": "host/applications",
		"action": "deny",
		"severity": "high",
		"kind": "unknown",
		"message": "the applications of host alpha are not known",
		"fix": "Let a source observe host alpha: event dev.tagout.host.system-observed.v1.",
		"subject": "host",
		"controls": ["nist-800-53:CM-7(5)"],
		"details": {"fact": "host.system.applications"},
		"remediation": "none",
	}} with input as fixtures.without(["host/system/applications"])
}

# What is installed was last observed in October.
test_violation_unknown_stale if {
	rule.violation == {{
		"rule": "host/applications",
		"action": "deny",
		"severity": "high",
		"kind": "unknown",
		"message": "what is known of host.system of host alpha is of 2026-10-01T00:00:00Z, and counted until 2026-10-31T00:00:00Z",
		"fix": "Let its source observe host alpha again.",
		"subject": "host",
		"controls": ["nist-800-53:CM-7(5)"],
		"details": {
			"fact": "host.system.applications",
			"observedAt": "2026-10-01T00:00:00Z",
			"reason": "stale",
			"source": "osquery",
			"until": "2026-10-31T00:00:00Z",
		},
		"remediation": "none",
	}} with input as fixtures.but({"host": {"system": {"observedAt": "2026-10-01T00:00:00Z"}}})
}

# Switched off.
test_no_violation_when_off if {
	rule.violation == set() with input as fixtures.but({"host": {"system": {"applications": ["LibreOffice", "7-Zip"]}}})
		with data.site as fixtures.site("host", "applications", {"default": {"action": "off", "unknown_action": "off"}})
}

# A tier may have an action of its own.
test_violation_dry_run_for_a_tier if {
	{violation.action | some violation in rule.violation} == {"dryrun"} with input as fixtures.but({"host": {"system": {"applications": ["LibreOffice", "7-Zip"]}}})
		with data.site as fixtures.site("host", "applications", {"tiers": {"internal": {"action": "dryrun"}}})
}
