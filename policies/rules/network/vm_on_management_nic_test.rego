package tagout.rules.network.vm_on_management_nic_test

import data.tagout.fixtures
import data.tagout.rules.network.vm_on_management_nic as rule

# The VM is on a guest network.
test_no_violation_guest_network if {
	rule.violation == set() with input as fixtures.fit
}

# A NIC of the VM is on the management NIC's switch.
test_violation_on_switch if {
	rule.violation == {{
		"rule": "network/vm_on_management_nic",
		"action": "deny",
		"severity": "critical",
		"kind": "violated",
		"message": "web-01 has a NIC on br-mgmt, which is for management of host alpha",
		"fix": "Connect it to a guest network.",
		"subject": "vm",
		"controls": ["nist-800-53:SC-7", "disa:V-207416"],
		"details": {
			"mac": "52:54:00:00:00:02",
			"network": "br-mgmt",
			"observedAt": "2026-11-23T09:45:00Z",
			"source": "simulator",
		},
		"remediation": "quarantine",
	}} with input as fixtures.but({
		"vm": {
			"configuration": {
				"nics": [
					{"network": "guests", "mac": "52:54:00:00:00:01"},
					{"network": "br-mgmt", "mac": "52:54:00:00:00:02"},
				],
			},
		},
	})
}

# Of a NIC it is not known where it is connected.
test_violation_unknown_network_of_nic if {
	rule.violation == {{
		"rule": "network/vm_on_management_nic",
		"action": "deny",
		"severity": "critical",
		"kind": "unknown",
		"message": "web-01 has a NIC of which the network is not known",
		"fix": "Connect it to a network that has a name.",
		"subject": "vm",
		"controls": ["nist-800-53:SC-7", "disa:V-207416"],
		"details": {"mac": "52:54:00:00:00:02", "observedAt": "2026-11-23T09:45:00Z", "source": "simulator"},
		"remediation": "notify",
	}} with input as fixtures.but({"vm": {"configuration": {"nics": [{"mac": "52:54:00:00:00:02"}]}}})
}

# Nobody has said which NICs the VM has.
test_violation_unknown_configuration if {
	rule.violation == {{
		"rule": "network/vm_on_management_nic",
		"action": "deny",
		"severity": "critical",
		"kind": "unknown",
		"message": "the NICs of web-01 are not known",
		"fix": "Let a source observe web-01: event dev.tagout.vm.defined.v1.",
		"subject": "vm",
		"controls": ["nist-800-53:SC-7", "disa:V-207416"],
		"details": {"fact": "vm.configuration.nics"},
		"remediation": "notify",
	}} with input as fixtures.without(["vm/configuration/nics"])
}

# Case does not count.
test_violation_other_case if {
	rule.violation == {{
		"rule": "network/vm_on_management_nic",
		"action": "deny",
		"severity": "critical",
		"kind": "violated",
		"message": "web-01 has a NIC on BR-MGMT, which is for management of host alpha",
		"fix": "Connect it to a guest network.",
		"subject": "vm",
		"controls": ["nist-800-53:SC-7", "disa:V-207416"],
		"details": {
			"mac": "52:54:00:00:00:02",
			"network": "BR-MGMT",
			"observedAt": "2026-11-23T09:45:00Z",
			"source": "simulator",
		},
		"remediation": "quarantine",
	}} with input as fixtures.but({"vm": {"configuration": {"nics": [{"network": "BR-MGMT", "mac": "52:54:00:00:00:02"}]}}})
}

# The VM is on the only NIC of the host, by which it may be managed.
test_violation_unknown_mixed if {
	rule.violation == {{
		"rule": "network/vm_on_management_nic",
		"action": "deny",
		"severity": "critical",
		"kind": "unknown",
		"message": "web-01 has a NIC on br0, and it is not known whether host alpha is managed by that",
		"fix": "Dedicate a NIC to management, and say what each NIC is for where that is observed.",
		"subject": "vm",
		"controls": ["nist-800-53:SC-7", "disa:V-207416"],
		"details": {
			"mac": "52:54:00:00:00:02",
			"network": "br0",
			"observedAt": "2026-11-23T09:45:00Z",
			"source": "simulator",
		},
		"remediation": "notify",
	}} with input as fixtures.but({
		"vm": {"configuration": {"nics": [{"network": "br0", "mac": "52:54:00:00:00:02"}]}},
		"host": {"network": {"nics": [{"name": "eth0", "use": "mixed", "switch": "br0"}]}},
	})
}

# Nobody has said what the NIC is for on which the VM is.
test_violation_unknown_use if {
	rule.violation == {{
		"rule": "network/vm_on_management_nic",
		"action": "deny",
		"severity": "critical",
		"kind": "unknown",
		"message": "web-01 has a NIC on br1, and it is not known whether host alpha is managed by that",
		"fix": "Dedicate a NIC to management, and say what each NIC is for where that is observed.",
		"subject": "vm",
		"controls": ["nist-800-53:SC-7", "disa:V-207416"],
		"details": {
			"mac": "52:54:00:00:00:02",
			"network": "br1",
			"observedAt": "2026-11-23T09:45:00Z",
			"source": "simulator",
		},
		"remediation": "notify",
	}} with input as fixtures.but({
		"vm": {"configuration": {"nics": [{"network": "br1", "mac": "52:54:00:00:00:02"}]}},
		"host": {
			"network": {
				"nics": [
					{"name": "mgmt0", "use": "management", "zone": "management"},
					{"name": "eth1", "use": "unrecognized", "switch": "br1"},
				],
			},
		},
	})
}

# The NICs of the host were last observed in October.
test_violation_unknown_stale if {
	rule.violation == {{
		"rule": "network/vm_on_management_nic",
		"action": "deny",
		"severity": "critical",
		"kind": "unknown",
		"message": "what is known of host.network of host alpha is of 2026-10-01T00:00:00Z, and counted until 2026-10-31T00:00:00Z",
		"fix": "Let its source observe host alpha again.",
		"subject": "host",
		"controls": ["nist-800-53:SC-7", "disa:V-207416"],
		"details": {
			"fact": "host.network",
			"observedAt": "2026-10-01T00:00:00Z",
			"reason": "stale",
			"source": "osquery",
			"until": "2026-10-31T00:00:00Z",
		},
		"remediation": "notify",
	}} with input as fixtures.but({"host": {"network": {"observedAt": "2026-10-01T00:00:00Z"}}})
}

# Switched off.
test_no_violation_when_off if {
	rule.violation == set() with input as fixtures.but({
		"vm": {
			"configuration": {
				"nics": [
					{"network": "guests", "mac": "52:54:00:00:00:01"},
					{"network": "br-mgmt", "mac": "52:54:00:00:00:02"},
				],
			},
		},
	})
		with data.site as fixtures.site("network", "vm_on_management_nic", {"default": {"action": "off", "unknown_action": "off"}})
}

# A tier may have an action of its own.
test_violation_dry_run_for_a_tier if {
	{violation.action | some violation in rule.violation} == {"dryrun"} with input as fixtures.but({
		"vm": {
			"configuration": {
				"nics": [
					{"network": "guests", "mac": "52:54:00:00:00:01"},
					{"network": "br-mgmt", "mac": "52:54:00:00:00:02"},
				],
			},
		},
	})
		with data.site as fixtures.site("network", "vm_on_management_nic", {"tiers": {"internal": {"action": "dryrun"}}})
}
