package tagout.rules.network.management_nic_exposed_test

import data.tagout.fixtures
import data.tagout.rules.network.management_nic_exposed as rule

# The management NIC lies in the management zone.
test_no_violation_trusted_zone if {
	rule.violation == set() with input as fixtures.fit
}

# The management NIC lies in the office network.
test_violation_zone if {
	rule.violation == {{
		"rule": "network/management_nic_exposed",
		"action": "deny",
		"severity": "high",
		"kind": "violated",
		"message": "management NIC mgmt0 of host alpha lies in zone office, which is none of management",
		"fix": "Move it to a management network.",
		"subject": "host",
		"controls": ["nist-800-53:SC-7(5)"],
		"details": {
			"nic": "mgmt0",
			"observedAt": "2026-11-23T09:45:00Z",
			"reason": "zone",
			"source": "osquery",
			"zone": "office",
		},
		"remediation": "none",
	}} with input as fixtures.but({
		"host": {
			"network": {
				"nics": [
					{"name": "mgmt0", "use": "management", "zone": "office"},
					{"name": "trunk0", "use": "guest", "zone": "guests", "vlans": [120], "switch": "guests"},
				],
			},
		},
	})
}

# The management NIC carries a VLAN of guests.
test_violation_guest_vlan if {
	rule.violation == {{
		"rule": "network/management_nic_exposed",
		"action": "deny",
		"severity": "high",
		"kind": "violated",
		"message": "management NIC mgmt0 of host alpha carries VLANs of guests: 120",
		"fix": "Take them off the management NIC.",
		"subject": "host",
		"controls": ["nist-800-53:SC-7(5)"],
		"details": {
			"nic": "mgmt0",
			"observedAt": "2026-11-23T09:45:00Z",
			"reason": "vlans",
			"source": "osquery",
			"vlans": [120],
		},
		"remediation": "none",
	}} with input as fixtures.but({
		"host": {
			"network": {
				"nics": [
					{"name": "mgmt0", "use": "management", "zone": "management", "vlans": [10, 120]},
					{"name": "trunk0", "use": "guest", "zone": "guests", "vlans": [120], "switch": "guests"},
				],
			},
		},
	})
}

# Nobody has declared the zone of the management NIC.
test_violation_unknown_zone if {
	rule.violation == {{
		"rule": "network/management_nic_exposed",
		"action": "deny",
		"severity": "high",
		"kind": "unknown",
		"message": "the zone of management NIC mgmt0 of host alpha is not known",
		"fix": "Declare the zone of each NIC where it is observed.",
		"subject": "host",
		"controls": ["nist-800-53:SC-7(5)"],
		"details": {"nic": "mgmt0", "observedAt": "2026-11-23T09:45:00Z", "reason": "zone", "source": "osquery"},
		"remediation": "none",
	}} with input as fixtures.but({
		"host": {
			"network": {
				"nics": [
					{"name": "mgmt0", "use": "management"},
					{"name": "trunk0", "use": "guest", "zone": "guests", "vlans": [120], "switch": "guests"},
				],
			},
		},
	})
}

# Nobody has said which NICs the host has.
test_violation_unknown_network if {
	rule.violation == {{
		"rule": "network/management_nic_exposed",
		"action": "deny",
		"severity": "high",
		"kind": "unknown",
		"message": "the NICs of host alpha are not known",
		"fix": "Let a source observe host alpha: event dev.tagout.host.network-observed.v1.",
		"subject": "host",
		"controls": ["nist-800-53:SC-7(5)"],
		"details": {"fact": "host.network"},
		"remediation": "none",
	}} with input as fixtures.without(["host/network"])
}

# The NICs of the host were last observed in October.
test_violation_unknown_stale if {
	rule.violation == {{
		"rule": "network/management_nic_exposed",
		"action": "deny",
		"severity": "high",
		"kind": "unknown",
		"message": "what is known of host.network of host alpha is of 2026-10-01T00:00:00Z, and counted until 2026-10-31T00:00:00Z",
		"fix": "Let its source observe host alpha again.",
		"subject": "host",
		"controls": ["nist-800-53:SC-7(5)"],
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
		"host": {
			"network": {
				"nics": [
					{"name": "mgmt0", "use": "management", "zone": "office"},
					{"name": "trunk0", "use": "guest", "zone": "guests", "vlans": [120], "switch": "guests"},
				],
			},
		},
	})
		with data.site as fixtures.site("network", "management_nic_exposed", {"default": {"action": "off", "unknown_action": "off"}})
}

# A tier may have an action of its own.
test_violation_dry_run_for_a_tier if {
	{violation.action | some violation in rule.violation} == {"dryrun"} with input as fixtures.but({
		"host": {
			"network": {
				"nics": [
					{"name": "mgmt0", "use": "management", "zone": "office"},
					{"name": "trunk0", "use": "guest", "zone": "guests", "vlans": [120], "switch": "guests"},
				],
			},
		},
	})
		with data.site as fixtures.site("network", "management_nic_exposed", {"tiers": {"internal": {"action": "dryrun"}}})
}
