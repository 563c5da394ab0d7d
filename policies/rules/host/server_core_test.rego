package tagout.rules.host.server_core_test

import data.tagout.fixtures
import data.tagout.rules.host.server_core as rule

# A host with a minimal edition.
test_no_violation_minimal if {
	rule.violation == set() with input as fixtures.but({"host": {"system": {"edition": "Minimal"}}})
}

# A host with a desktop is told of, and the VM starts.
test_violation_desktop if {
	rule.violation == {{
		"rule": "host/server_core",
		"action": "warn",
		"severity": "medium",
		"kind": "violated",
		"message": "host alpha has edition datacenter-desktop, which is none of server-core, hyper-v-server, nano-server, azure-stack-hci, minimal and 3 more",
		"fix": "Install the host anew with a minimal edition.",
		"subject": "host",
		"controls": ["nist-800-53:CM-7", "nist-800-53:CM-2"],
		"details": {
			"edition": "datacenter-desktop",
			"editions": [
				"server-core",
				"hyper-v-server",
				"nano-server",
				"azure-stack-hci",
				"minimal",
				"esxi",
				"proxmox-ve",
				"xcp-ng",
			],
			"observedAt": "2026-11-23T09:45:00Z",
			"source": "osquery",
		},
		"remediation": "none",
	}} with input as fixtures.but({"host": {"system": {"edition": "datacenter-desktop"}}})
}

# Nobody has said which edition the host has.
test_violation_unknown_edition if {
	rule.violation == {{
		"rule": "host/server_core",
		"action": "warn",
		"severity": "medium",
		"kind": "unknown",
		"message": "the edition of host alpha is not known",
		"fix": "Let a source observe host alpha: event dev.tagout.host.system-observed.v1.",
		"subject": "host",
		"controls": ["nist-800-53:CM-7", "nist-800-53:CM-2"],
		"details": {"fact": "host.system.edition"},
		"remediation": "none",
	}} with input as fixtures.without(["host/system/edition"])
}

# What is installed was last observed in October.
test_violation_unknown_stale if {
	rule.violation == {{
		"rule": "host/server_core",
		"action": "warn",
		"severity": "medium",
		"kind": "unknown",
		"message": "what is known of host.system of host alpha is of 2026-10-01T00:00:00Z, and counted until 2026-10-31T00:00:00Z",
		"fix": "Let its source observe host alpha again.",
		"subject": "host",
		"controls": ["nist-800-53:CM-7", "nist-800-53:CM-2"],
		"details": {
			"fact": "host.system.edition",
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
	rule.violation == set() with input as fixtures.but({"host": {"system": {"edition": "datacenter-desktop"}}})
		with data.site as fixtures.site("host", "server_core", {"default": {"action": "off", "unknown_action": "off"}})
}

# A tier may have an action of its own.
test_violation_dry_run_for_a_tier if {
	{violation.action | some violation in rule.violation} == {"dryrun"} with input as fixtures.but({"host": {"system": {"edition": "datacenter-desktop"}}})
		with data.site as fixtures.site("host", "server_core", {"tiers": {"internal": {"action": "dryrun"}}})
}
