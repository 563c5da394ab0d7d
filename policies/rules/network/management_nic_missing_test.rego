package tagout.rules.network.management_nic_missing_test

import data.tagout.fixtures
import data.tagout.rules.network.management_nic_missing as rule

# A NIC for management alone.
test_no_violation_dedicated if {
	rule.violation == set() with input as fixtures.fit
}

# The only NIC is for everything.
test_violation_mixed if {
	rule.violation == {{
		"rule": "network/management_nic_missing",
		"action": "deny",
		"severity": "high",
		"kind": "violated",
		"message": "host alpha has no NIC that is for management alone",
		"fix": "Dedicate a NIC to management, and say so where its use is observed.",
		"subject": "host",
		"controls": ["nist-800-53:SC-7", "nist-800-53:SC-2"],
		"details": {
			"nics": [{"name": "eth0", "use": "mixed"}],
			"observedAt": "2026-11-23T09:45:00Z",
			"source": "osquery",
		},
		"remediation": "none",
	}} with input as fixtures.but({
		"host": {"network": {"nics": [{"name": "eth0", "use": "mixed", "zone": "management", "switch": "br0"}]}},
	})
}

# Nobody has said which NICs the host has.
test_violation_unknown_network if {
	rule.violation == {{
		"rule": "network/management_nic_missing",
		"action": "deny",
		"severity": "high",
		"kind": "unknown",
		"message": "the NICs of host alpha are not known",
		"fix": "Let a source observe host alpha: event dev.tagout.host.network-observed.v1.",
		"subject": "host",
		"controls": ["nist-800-53:SC-7", "nist-800-53:SC-2"],
		"details": {"fact": "host.network"},
		"remediation": "none",
	}} with input as fixtures.without(["host/network"])
}

# The NICs of the host were last observed in October.
test_violation_unknown_stale if {
	rule.violation == {{
		"rule": "network/management_nic_missing",
		"action": "deny",
		"severity": "high",
		"kind": "unknown",
		"message": "what is known of host.network of host alpha is of 2026-10-01T00:00:00Z, and counted until 2026-10-31T00:00:00Z",
		"fix": "Let its source observe host alpha again.",
		"subject": "host",
		"controls": ["nist-800-53:SC-7", "nist-800-53:SC-2"],
		"details": {
			"fact": "host.network",
			"observedAt": "2026-10-01T00:00:00Z",
			"reason": "stale",
			"source": "osquery",
			"until": "2026-10-31T00:00:00Z",
		},
		"remediation": "none",
	}} with input as fixtures.but({"host": {"network": {"observedAt": "2026-10-01T00:00:00Z"}}})
}

# Switched off.
test_no_violation_when_off if {
	rule.violation == set() with input as fixtures.but({
		"host": {"network": {"nics": [{"name": "eth0", "use": "mixed", "zone": "management", "switch": "br0"}]}},
	})
		with data.site as fixtures.site("network", "management_nic_missing", {"default": {"action": "off", "unknown_action": "off"}})
}

# A tier may have an action of its own.
test_violation_dry_run_for_a_tier if {
	{violation.action | some violation in rule.violation} == {"dryrun"} with input as fixtures.but({
		"host": {"network": {"nics": [{"name": "eth0", "use": "mixed", "zone": "management", "switch": "br0"}]}},
	})
		with data.site as fixtures.site("network", "management_nic_missing", {"tiers": {"internal": {"action": "dryrun"}}})
}
