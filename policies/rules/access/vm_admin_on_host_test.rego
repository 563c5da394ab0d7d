package tagout.rules.access.vm_admin_on_host_test

import data.tagout.fixtures
import data.tagout.rules.access.vm_admin_on_host as rule

# Others administer the host.
test_no_violation_others if {
	rule.violation == set() with input as fixtures.fit
}

# A VM without a place has no administrators of a host to compare with.
test_no_violation_standing_without_host if {
	rule.violation == set() with input as fixtures.changed(["host", "residents"], {"review": {"point": "STANDING"}})
}

# Alice administers the VM and its host.
test_violation_same_name if {
	rule.violation == {{
		"rule": "access/vm_admin_on_host",
		"action": "deny",
		"severity": "high",
		"kind": "violated",
		"message": "who administers web-01 has rights on host alpha, too: EXAMPLE\\Alice",
		"fix": "Take away their rights on the host, or let others administer the VM.",
		"subject": "vm",
		"controls": [
			"nist-800-53:AC-5",
			"nist-800-53:AC-6",
			"nist-800-53:AC-6(5)",
			"nist-800-53:SC-2",
			"disa:V-207401",
		],
		"details": {
			"administrators": ["EXAMPLE\\Alice"],
			"host": "simulator:alpha",
			"observedAt": "2026-11-23T09:45:00Z",
			"source": "osquery",
		},
		"remediation": "notify",
	}} with input as fixtures.but({
		"vm": {"admins": ["EXAMPLE\\Alice", "bob"]},
		"host": {"access": {"administrators": ["example\\alice", "hoster"]}},
	})
}

# Nobody has said who administers the VM.
test_violation_unknown_admins if {
	rule.violation == {{
		"rule": "access/vm_admin_on_host",
		"action": "deny",
		"severity": "high",
		"kind": "unknown",
		"message": "it is not known who administers web-01",
		"fix": "Assign administrators to web-01, or let its hypervisor's metadata name them.",
		"subject": "vm",
		"controls": [
			"nist-800-53:AC-5",
			"nist-800-53:AC-6",
			"nist-800-53:AC-6(5)",
			"nist-800-53:SC-2",
			"disa:V-207401",
		],
		"details": {"fact": "vm.admins"},
		"remediation": "notify",
	}} with input as fixtures.without(["vm/admins"])
}

# Nobody has said who has rights on the host.
test_violation_unknown_access if {
	rule.violation == {{
		"rule": "access/vm_admin_on_host",
		"action": "deny",
		"severity": "high",
		"kind": "unknown",
		"message": "the administrators of host alpha are not known",
		"fix": "Let a source observe host alpha: event dev.tagout.host.access-observed.v1.",
		"subject": "host",
		"controls": [
			"nist-800-53:AC-5",
			"nist-800-53:AC-6",
			"nist-800-53:AC-6(5)",
			"nist-800-53:SC-2",
			"disa:V-207401",
		],
		"details": {"fact": "host.access.administrators"},
		"remediation": "notify",
	}} with input as fixtures.without(["host/access"])
}

# Who has rights was last observed in October.
test_violation_unknown_stale if {
	rule.violation == {{
		"rule": "access/vm_admin_on_host",
		"action": "deny",
		"severity": "high",
		"kind": "unknown",
		"message": "what is known of host.access of host alpha is of 2026-10-01T00:00:00Z, and counted until 2026-10-08T00:00:00Z",
		"fix": "Let its source observe host alpha again.",
		"subject": "host",
		"controls": [
			"nist-800-53:AC-5",
			"nist-800-53:AC-6",
			"nist-800-53:AC-6(5)",
			"nist-800-53:SC-2",
			"disa:V-207401",
		],
		"details": {
			"fact": "host.access.administrators",
			"observedAt": "2026-10-01T00:00:00Z",
			"reason": "stale",
			"source": "osquery",
			"until": "2026-10-08T00:00:00Z",
		},
		"remediation": "notify",
	}} with input as fixtures.but({"host": {"access": {"observedAt": "2026-10-01T00:00:00Z"}}})
}

# Switched off.
test_no_violation_when_off if {
	rule.violation == set() with input as fixtures.but({
		"vm": {"admins": ["EXAMPLE\\Alice", "bob"]},
		"host": {"access": {"administrators": ["example\\alice", "hoster"]}},
	})
		with data.site as fixtures.site("access", "vm_admin_on_host", {"default": {"action": "off", "unknown_action": "off"}})
}

# A tier may have an action of its own.
test_violation_dry_run_for_a_tier if {
	{violation.action | some violation in rule.violation} == {"dryrun"} with input as fixtures.but({
		"vm": {"admins": ["EXAMPLE\\Alice", "bob"]},
		"host": {"access": {"administrators": ["example\\alice", "hoster"]}},
	})
		with data.site as fixtures.site("access", "vm_admin_on_host", {"tiers": {"internal": {"action": "dryrun"}}})
}
