package tagout.rules.network.vlan_isolation_test

import data.tagout.fixtures
import data.tagout.rules.network.vlan_isolation as rule

# Without declared VLANs a tier may use all.
test_no_violation_asleep if {
	rule.violation == set() with input as fixtures.but({"vm": {"configuration": {"nics": [{"network": "guests", "vlan": 7}]}}})
}

# A VLAN of the tier.
test_no_violation_vlan if {
	rule.violation == set() with input as fixtures.fit
		with data.site as {"parameters": data.fixtures.sites.declared}
}

# A VLAN of another tier.
test_violation_other_vlan if {
	rule.violation == {{
		"rule": "network/vlan_isolation",
		"action": "deny",
		"severity": "high",
		"kind": "violated",
		"message": "web-01 has a NIC in VLAN 300, and its tier may use only 120",
		"fix": "Move the NIC to a VLAN of the tier.",
		"subject": "vm",
		"controls": ["nist-800-53:SC-7(21)"],
		"details": {
			"mac": "52:54:00:00:00:01",
			"observedAt": "2026-11-23T09:45:00Z",
			"source": "simulator",
			"vlan": 300,
			"vlans": [120],
		},
		"remediation": "quarantine",
	}} with input as fixtures.but({
		"vm": {"configuration": {"nics": [{"network": "guests", "vlan": 300, "mac": "52:54:00:00:00:01"}]}},
	})
		with data.site as {"parameters": data.fixtures.sites.declared}
}

# A NIC without a VLAN.
test_violation_untagged if {
	rule.violation == {{
		"rule": "network/vlan_isolation",
		"action": "deny",
		"severity": "high",
		"kind": "violated",
		"message": "web-01 has a NIC without a VLAN, and its tier may use only 120",
		"fix": "Move the NIC to a VLAN of the tier.",
		"subject": "vm",
		"controls": ["nist-800-53:SC-7(21)"],
		"details": {
			"mac": "52:54:00:00:00:01",
			"observedAt": "2026-11-23T09:45:00Z",
			"source": "simulator",
			"vlan": null,
			"vlans": [120],
		},
		"remediation": "quarantine",
	}} with input as fixtures.but({"vm": {"configuration": {"nics": [{"network": "guests", "mac": "52:54:00:00:00:01"}]}}})
		with data.site as {"parameters": data.fixtures.sites.declared}
}

# Nobody has said which NICs the VM has.
test_violation_unknown_nics if {
	rule.violation == {{
		"rule": "network/vlan_isolation",
		"action": "deny",
		"severity": "high",
		"kind": "unknown",
		"message": "the NICs of web-01 are not known",
		"fix": "Let a source observe web-01: event dev.tagout.vm.defined.v1.",
		"subject": "vm",
		"controls": ["nist-800-53:SC-7(21)"],
		"details": {"fact": "vm.configuration.nics"},
		"remediation": "notify",
	}} with input as fixtures.without(["vm/configuration/nics"])
		with data.site as {"parameters": data.fixtures.sites.declared}
}

# Switched off.
test_no_violation_when_off if {
	rule.violation == set() with input as fixtures.but({
		"vm": {"configuration": {"nics": [{"network": "guests", "vlan": 300, "mac": "52:54:00:00:00:01"}]}},
	})
		with data.site as object.union(
			{"parameters": data.fixtures.sites.declared},
			fixtures.site("network", "vlan_isolation", {"default": {"action": "off", "unknown_action": "off"}}),
		)
}

# A tier may have an action of its own.
test_violation_dry_run_for_a_tier if {
	{violation.action | some violation in rule.violation} == {"dryrun"} with input as fixtures.but({
		"vm": {"configuration": {"nics": [{"network": "guests", "vlan": 300, "mac": "52:54:00:00:00:01"}]}},
	})
		with data.site as object.union(
			{"parameters": data.fixtures.sites.declared},
			fixtures.site("network", "vlan_isolation", {"tiers": {"internal": {"action": "dryrun"}}}),
		)
}
