package tagout.rules.network.maintenance_not_fenced_test

import data.tagout.fixtures
import data.tagout.rules.network.maintenance_not_fenced as rule

# A maintenance host in the update network.
test_no_violation_fenced if {
	rule.violation == set() with input as fixtures.but({
		"host": {
			"maintenance": true,
			"network": {
				"nics": [
					{"name": "mgmt0", "use": "management", "zone": "management", "switch": "br-mgmt"},
					{"name": "trunk0", "use": "guest", "zone": "update", "vlans": [120], "switch": "guests"},
				],
			},
		},
	})
		with data.site as {"parameters": data.fixtures.sites.declared}
}

# Without declared zones every network will do.
test_no_violation_asleep if {
	rule.violation == set() with input as fixtures.but({"host": {"maintenance": true}})
}

# A maintenance host in the guest network.
test_violation_open if {
	rule.violation == {{
		"rule": "network/maintenance_not_fenced",
		"action": "deny",
		"severity": "high",
		"kind": "violated",
		"message": "NIC trunk0 of maintenance host alpha lies in zone guests, and only these are fenced: update",
		"fix": "Connect it to a fenced network, or end the maintenance.",
		"subject": "host",
		"controls": ["nist-800-53:SC-7"],
		"details": {"nic": "trunk0", "observedAt": "2026-11-23T09:45:00Z", "source": "osquery", "zone": "guests"},
		"remediation": "none",
	}} with input as fixtures.but({"host": {"maintenance": true}})
		with data.site as {"parameters": data.fixtures.sites.declared}
}

# Nobody has said which NICs the maintenance host has.
test_violation_unknown_network if {
	rule.violation == {{
		"rule": "network/maintenance_not_fenced",
		"action": "deny",
		"severity": "high",
		"kind": "unknown",
		"message": "the NICs of host alpha are not known",
		"fix": "Let a source observe host alpha: event dev.tagout.host.network-observed.v1.",
		"subject": "host",
		"controls": ["nist-800-53:SC-7"],
		"details": {"fact": "host.network"},
		"remediation": "none",
	}} with input as fixtures.changed(["host/network"], {"host": {"maintenance": true}})
		with data.site as {"parameters": data.fixtures.sites.declared}
}

# The NICs of the host were last observed in October.
test_violation_unknown_stale if {
	rule.violation == {
		{
			"rule": "network/maintenance_not_fenced",
			"action": "deny",
			"severity": "high",
			"kind": "unknown",
			"message": "what is known of host.network of host alpha is of 2026-10-01T00:00:00Z, and counted until 2026-10-31T00:00:00Z",
			"fix": "Let its source observe host alpha again.",
			"subject": "host",
			"controls": ["nist-800-53:SC-7"],
			"details": {
				"fact": "host.network",
				"observedAt": "2026-10-01T00:00:00Z",
				"reason": "stale",
				"source": "osquery",
				"until": "2026-10-31T00:00:00Z",
			},
			"remediation": "none",
		},
		{
			"rule": "network/maintenance_not_fenced",
			"action": "deny",
			"severity": "high",
			"kind": "violated",
			"message": "NIC trunk0 of maintenance host alpha lies in zone guests, and only these are fenced: update",
			"fix": "Connect it to a fenced network, or end the maintenance.",
			"subject": "host",
			"controls": ["nist-800-53:SC-7"],
			"details": {"nic": "trunk0", "observedAt": "2026-10-01T00:00:00Z", "source": "osquery", "zone": "guests"},
			"remediation": "none",
		},
	} with input as fixtures.but({"host": {"maintenance": true, "network": {"observedAt": "2026-10-01T00:00:00Z"}}})
		with data.site as {"parameters": data.fixtures.sites.declared}
}

# Switched off.
test_no_violation_when_off if {
	rule.violation == set() with input as fixtures.but({"host": {"maintenance": true}})
		with data.site as object.union(
			{"parameters": data.fixtures.sites.declared},
			fixtures.site("network", "maintenance_not_fenced", {"default": {"action": "off", "unknown_action": "off"}}),
		)
}

# A tier may have an action of its own.
test_violation_dry_run_for_a_tier if {
	{violation.action | some violation in rule.violation} == {"dryrun"} with input as fixtures.but({"host": {"maintenance": true}})
		with data.site as object.union(
			{"parameters": data.fixtures.sites.declared},
			fixtures.site("network", "maintenance_not_fenced", {"tiers": {"internal": {"action": "dryrun"}}}),
		)
}
