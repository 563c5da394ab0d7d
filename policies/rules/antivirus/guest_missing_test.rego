package tagout.rules.antivirus.guest_missing_test

import data.tagout.fixtures
import data.tagout.rules.antivirus.guest_missing as rule

# Antivirus that runs, with fresh signatures.
test_no_violation_running if {
	rule.violation == set() with input as fixtures.fit
	rule.valid_until == {"2026-11-30T09:30:00Z"} with input as fixtures.fit
}

# A VM without antivirus.
test_violation_none if {
	rule.violation == {{
		"rule": "antivirus/guest_missing",
		"action": "deny",
		"severity": "high",
		"kind": "violated",
		"message": "web-01 has no antivirus",
		"fix": "Install it, then observe the VM again.",
		"subject": "vm",
		"controls": ["nist-800-53:SI-3"],
		"details": {"observedAt": "2026-11-23T09:45:00Z", "reason": "not installed", "source": "osquery"},
		"remediation": "notify",
	}} with input as fixtures.changed(["vm/protection/antivirus"], {"vm": {"protection": {"antivirus": {"installed": false}}}})
	rule.valid_until == set() with input as fixtures.changed(["vm/protection/antivirus"], {"vm": {"protection": {"antivirus": {"installed": false}}}})
}

# Antivirus that does not run.
test_violation_stopped if {
	rule.violation == {{
		"rule": "antivirus/guest_missing",
		"action": "deny",
		"severity": "high",
		"kind": "violated",
		"message": "the antivirus of web-01 does not run",
		"fix": "Start it, then observe the VM again.",
		"subject": "vm",
		"controls": ["nist-800-53:SI-3"],
		"details": {"observedAt": "2026-11-23T09:45:00Z", "reason": "not running", "source": "osquery"},
		"remediation": "notify",
	}} with input as fixtures.but({"vm": {"protection": {"antivirus": {"running": false}}}})
	rule.valid_until == {"2026-11-30T09:30:00Z"} with input as fixtures.but({"vm": {"protection": {"antivirus": {"running": false}}}})
}

# Signatures of eight days ago.
test_violation_old_signatures if {
	rule.violation == {{
		"rule": "antivirus/guest_missing",
		"action": "deny",
		"severity": "high",
		"kind": "violated",
		"message": "the antivirus signatures of web-01 of 2026-11-15T10:00:00Z counted until 2026-11-22T10:00:00Z",
		"fix": "Update the signatures; they count for 7 days.",
		"subject": "vm",
		"controls": ["nist-800-53:SI-3"],
		"details": {
			"maxAgeDays": 7,
			"observedAt": "2026-11-23T09:45:00Z",
			"reason": "stale",
			"signaturesAt": "2026-11-15T10:00:00Z",
			"source": "osquery",
			"until": "2026-11-22T10:00:00Z",
		},
		"remediation": "notify",
	}} with input as fixtures.but({"vm": {"protection": {"antivirus": {"signaturesAt": "2026-11-15T10:00:00Z"}}}})
	rule.valid_until == set() with input as fixtures.but({"vm": {"protection": {"antivirus": {"signaturesAt": "2026-11-15T10:00:00Z"}}}})
}

# It is installed, and nobody has said more.
test_violation_unknown_state if {
	rule.violation == {
		{
			"rule": "antivirus/guest_missing",
			"action": "deny",
			"severity": "high",
			"kind": "unknown",
			"message": "it is not known whether the antivirus of web-01 runs",
			"fix": "Let the source that observes the antivirus say so.",
			"subject": "vm",
			"controls": ["nist-800-53:SI-3"],
			"details": {
				"field": "running",
				"observedAt": "2026-11-23T09:45:00Z",
				"reason": "not known",
				"source": "osquery",
			},
			"remediation": "notify",
		},
		{
			"rule": "antivirus/guest_missing",
			"action": "deny",
			"severity": "high",
			"kind": "unknown",
			"message": "it is not known how old the antivirus signatures of web-01 are",
			"fix": "Let the source that observes the antivirus say so.",
			"subject": "vm",
			"controls": ["nist-800-53:SI-3"],
			"details": {
				"field": "signaturesAt",
				"observedAt": "2026-11-23T09:45:00Z",
				"reason": "not known",
				"source": "osquery",
			},
			"remediation": "notify",
		},
	} with input as fixtures.changed(["vm/protection/antivirus"], {"vm": {"protection": {"antivirus": {"installed": true}}}})
	rule.valid_until == set() with input as fixtures.changed(["vm/protection/antivirus"], {"vm": {"protection": {"antivirus": {"installed": true}}}})
}

# Nobody has said whether the VM has antivirus.
test_violation_unknown_antivirus if {
	rule.violation == {{
		"rule": "antivirus/guest_missing",
		"action": "deny",
		"severity": "high",
		"kind": "unknown",
		"message": "the antivirus of web-01 is not known",
		"fix": "Let a source observe web-01: event dev.tagout.vm.protection-observed.v1.",
		"subject": "vm",
		"controls": ["nist-800-53:SI-3"],
		"details": {"fact": "vm.protection.antivirus.installed"},
		"remediation": "notify",
	}} with input as fixtures.without(["vm/protection/antivirus"])
	rule.valid_until == set() with input as fixtures.without(["vm/protection/antivirus"])
}

# The VM was last observed in October.
test_violation_unknown_stale if {
	rule.violation == {{
		"rule": "antivirus/guest_missing",
		"action": "deny",
		"severity": "high",
		"kind": "unknown",
		"message": "what is known of vm.protection of web-01 is of 2026-10-01T00:00:00Z, and counted until 2026-10-08T00:00:00Z",
		"fix": "Let its source observe web-01 again.",
		"subject": "vm",
		"controls": ["nist-800-53:SI-3"],
		"details": {
			"fact": "vm.protection.antivirus.installed",
			"observedAt": "2026-10-01T00:00:00Z",
			"reason": "stale",
			"source": "osquery",
			"until": "2026-10-08T00:00:00Z",
		},
		"remediation": "notify",
	}} with input as fixtures.but({"vm": {"protection": {"observedAt": "2026-10-01T00:00:00Z"}}})
	rule.valid_until == {"2026-11-30T09:30:00Z"} with input as fixtures.but({"vm": {"protection": {"observedAt": "2026-10-01T00:00:00Z"}}})
}

# Switched off.
test_no_violation_when_off if {
	rule.violation == set() with input as fixtures.changed(["vm/protection/antivirus"], {"vm": {"protection": {"antivirus": {"installed": false}}}})
		with data.site as fixtures.site("antivirus", "guest_missing", {"default": {"action": "off", "unknown_action": "off"}})
	rule.valid_until == set() with input as fixtures.changed(["vm/protection/antivirus"], {"vm": {"protection": {"antivirus": {"installed": false}}}})
		with data.site as fixtures.site("antivirus", "guest_missing", {"default": {"action": "off", "unknown_action": "off"}})
}

# A tier may have an action of its own.
test_violation_dry_run_for_a_tier if {
	{violation.action | some violation in rule.violation} == {"dryrun"} with input as fixtures.changed(["vm/protection/antivirus"], {"vm": {"protection": {"antivirus": {"installed": false}}}})
		with data.site as fixtures.site("antivirus", "guest_missing", {"tiers": {"internal": {"action": "dryrun"}}})
}
