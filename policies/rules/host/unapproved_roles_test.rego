package tagout.rules.host.unapproved_roles_test

import data.tagout.fixtures
import data.tagout.rules.host.unapproved_roles as rule

# Roles are compared without regard to case.
test_no_violation_other_case if {
	rule.violation == set() with input as fixtures.but({"host": {"system": {"roles": ["Hyper-V", "Failover-Clustering"]}}})
}

# The host is a web server, too.
test_violation_web_server if {
	rule.violation == {{
		"rule": "host/unapproved_roles",
		"action": "deny",
		"severity": "high",
		"kind": "violated",
		"message": "host alpha has roles that are not approved: DNS, Web-Server",
		"fix": "Remove them, or move what they do into a VM.",
		"subject": "host",
		"controls": ["nist-800-53:CM-7(1)"],
		"details": {"observedAt": "2026-11-23T09:45:00Z", "roles": ["DNS", "Web-Server"], "source": "osquery"},
		"remediation": "none",
	}} with input as fixtures.but({"host": {"system": {"roles": ["hyper-v", "Web-Server", "DNS"]}}})
}

# Nobody has said which roles the host has.
test_violation_unknown_roles if {
	rule.violation == {{
		"rule": "host/unapproved_roles",
		"action": "deny",
		"severity": "high",
		"kind": "unknown",
		"message": "the roles of host alpha are not known",
		"fix": "Let a source observe host alpha: event dev.tagout.host.system-observed.v1.",
		"subject": "host",
		"controls": ["nist-800-53:CM-7(1)"],
		"details": {"fact": "host.system.roles"},
		"remediation": "none",
	}} with input as fixtures.without(["host/system/roles"])
}

# Nothing is known of what is installed on the host.
test_violation_unknown_system if {
	rule.violation == {{
		"rule": "host/unapproved_roles",
		"action": "deny",
		"severity": "high",
		"kind": "unknown",
		"message": "the roles of host alpha are not known",
		"fix": "Let a source observe host alpha: event dev.tagout.host.system-observed.v1.",
		"subject": "host",
		"controls": ["nist-800-53:CM-7(1)"],
		"details": {"fact": "host.system.roles"},
		"remediation": "none",
	}} with input as fixtures.without(["host/system"])
}

# What is installed was last observed in October.
test_violation_unknown_stale if {
	rule.violation == {{
		"rule": "host/unapproved_roles",
		"action": "deny",
		"severity": "high",
		"kind": "unknown",
		"message": "what is known of host.system of host alpha is of 2026-10-01T00:00:00Z, and counted until 2026-10-31T00:00:00Z",
		"fix": "Let its source observe host alpha again.",
		"subject": "host",
		"controls": ["nist-800-53:CM-7(1)"],
		"details": {
			"fact": "host.system.roles",
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
	rule.violation == set() with input as fixtures.but({"host": {"system": {"roles": ["hyper-v", "Web-Server", "DNS"]}}})
		with data.site as fixtures.site("host", "unapproved_roles", {"default": {"action": "off", "unknown_action": "off"}})
}

# A tier may have an action of its own.
test_violation_dry_run_for_a_tier if {
	{violation.action | some violation in rule.violation} == {"dryrun"} with input as fixtures.but({"host": {"system": {"roles": ["hyper-v", "Web-Server", "DNS"]}}})
		with data.site as fixtures.site("host", "unapproved_roles", {"tiers": {"internal": {"action": "dryrun"}}})
}
