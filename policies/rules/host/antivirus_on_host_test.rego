package tagout.rules.host.antivirus_on_host_test

import data.tagout.fixtures
import data.tagout.rules.host.antivirus_on_host as rule

# The sensor that the site requires.
test_no_violation_exempt if {
	rule.violation == set() with input as fixtures.but({"host": {"system": {"antivirus": {"installed": true, "product": "sensor"}}}})
		with data.site as {"parameters": data.fixtures.sites.declared}
}

# A host with antivirus is told of, and the VM starts.
test_violation_installed if {
	rule.violation == {{
		"rule": "host/antivirus_on_host",
		"action": "warn",
		"severity": "low",
		"kind": "violated",
		"message": "host alpha has antivirus of its own (product not named)",
		"fix": "Remove it from the host and protect the VMs from inside, or name it as exempt.",
		"subject": "host",
		"controls": ["nist-800-53:CM-7", "nist-800-53:SI-3"],
		"details": {"observedAt": "2026-11-23T09:45:00Z", "product": "product not named", "source": "osquery"},
		"remediation": "none",
	}} with input as fixtures.but({"host": {"system": {"antivirus": {"installed": true}}}})
}

# Nobody has said whether the host has antivirus.
test_violation_unknown_antivirus if {
	rule.violation == {{
		"rule": "host/antivirus_on_host",
		"action": "warn",
		"severity": "low",
		"kind": "unknown",
		"message": "the antivirus of host alpha is not known",
		"fix": "Let a source observe host alpha: event dev.tagout.host.system-observed.v1.",
		"subject": "host",
		"controls": ["nist-800-53:CM-7", "nist-800-53:SI-3"],
		"details": {"fact": "host.system.antivirus.installed"},
		"remediation": "none",
	}} with input as fixtures.without(["host/system/antivirus"])
}

# What is installed was last observed in October.
test_violation_unknown_stale if {
	rule.violation == {{
		"rule": "host/antivirus_on_host",
		"action": "warn",
		"severity": "low",
		"kind": "unknown",
		"message": "what is known of host.system of host alpha is of 2026-10-01T00:00:00Z, and counted until 2026-10-31T00:00:00Z",
		"fix": "Let its source observe host alpha again.",
		"subject": "host",
		"controls": ["nist-800-53:CM-7", "nist-800-53:SI-3"],
		"details": {
			"fact": "host.system.antivirus.installed",
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
	rule.violation == set() with input as fixtures.but({"host": {"system": {"antivirus": {"installed": true}}}})
		with data.site as fixtures.site("host", "antivirus_on_host", {"default": {"action": "off", "unknown_action": "off"}})
}

# A tier may have an action of its own.
test_violation_dry_run_for_a_tier if {
	{violation.action | some violation in rule.violation} == {"dryrun"} with input as fixtures.but({"host": {"system": {"antivirus": {"installed": true}}}})
		with data.site as fixtures.site("host", "antivirus_on_host", {"tiers": {"internal": {"action": "dryrun"}}})
}
