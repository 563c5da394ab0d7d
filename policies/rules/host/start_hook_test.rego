package tagout.rules.host.start_hook_test

import data.tagout.fixtures
import data.tagout.rules.host.start_hook as rule

# The hook that the site has approved.
test_no_violation_approved if {
	rule.violation == set() with input as fixtures.fit with data.site as {"parameters": data.fixtures.sites.declared}
}

# Until a site approves digests any hook will do that is run.
test_no_violation_any if {
	rule.violation == set() with input as fixtures.but({"host": {"system": {"startHook": {"sha256": _other}}}})
}

# Where nobody looks for the hook nothing is demanded.
test_no_violation_not_observed if {
	rule.violation == set() with input as fixtures.without(["host/system/startHook"])
	rule.violation == set() with input as fixtures.without(["host/system"])
}

# A host of a platform that has no such hook.
test_no_violation_other_platform if {
	rule.violation == set() with input as fixtures.changed(["host/system/startHook"], {"host": {"id": "hyperv:alpha"}})
		with data.site as {"parameters": data.fixtures.sites.declared}
}

# A host without the hook is told of, and the VM starts.
test_violation_missing if {
	rule.violation == {{
		"rule": "host/start_hook",
		"action": "warn",
		"severity": "critical",
		"kind": "violated",
		"message": "host alpha has no start hook: it starts VMs without asking",
		"fix": "Install the hook on the host again, and find out who changed it and which VMs started since.",
		"subject": "host",
		"controls": ["nist-800-53:AC-25", "nist-800-53:SI-7"],
		"details": {"observedAt": "2026-11-23T09:45:00Z", "source": "osquery", "state": "missing", "sha256": null},
		"remediation": "none",
	}} with input as fixtures.changed(["host/system/startHook"], {"host": {"system": {"startHook": {"state": "missing"}}}})
}

# The hook is there and not executable; that its digest is an approved one does not help.
test_violation_not_run if {
	{violation.message | some violation in rule.violation} == {"host alpha has a start hook that is not run: it starts VMs without asking"} with input as fixtures.but({"host": {"system": {"startHook": {"state": "disabled"}}}})
		with data.site as {"parameters": data.fixtures.sites.declared}
}

# A word that a later version knows is judged as the worst.
test_violation_unheard_of_state if {
	{violation.message | some violation in rule.violation} == {"host alpha has a start hook in state unrecognized, which this version does not know"} with input as fixtures.but({"host": {"system": {"startHook": {"state": "unrecognized"}}}})
}

# The file is not the one that was installed.
test_violation_other_file if {
	rule.violation == {{
		"rule": "host/start_hook",
		"action": "warn",
		"severity": "critical",
		"kind": "violated",
		"message": sprintf("host alpha has a start hook that is not approved: its SHA-256 is %s", [_other]),
		"fix": "Install the approved hook on the host again, and find out who changed it and which VMs started since; or approve this one.",
		"subject": "host",
		"controls": ["nist-800-53:AC-25", "nist-800-53:SI-7"],
		"details": {"observedAt": "2026-11-23T09:45:00Z", "source": "osquery", "state": "installed", "sha256": _other},
		"remediation": "none",
	}} with input as fixtures.but({"host": {"system": {"startHook": {"sha256": _other}}}})
		with data.site as {"parameters": data.fixtures.sites.declared}
}

# The file of the hook could not be read.
test_violation_unknown_digest if {
	rule.violation == {{
		"rule": "host/start_hook",
		"action": "warn",
		"severity": "critical",
		"kind": "unknown",
		"message": "host alpha has a start hook of which the SHA-256 is not known",
		"fix": "Let what observes the host read the file of the hook.",
		"subject": "host",
		"controls": ["nist-800-53:AC-25", "nist-800-53:SI-7"],
		"details": {"observedAt": "2026-11-23T09:45:00Z", "source": "osquery", "state": "installed", "sha256": null},
		"remediation": "none",
	}} with input as fixtures.without(["host/system/startHook/sha256"])
		with data.site as {"parameters": data.fixtures.sites.declared}
}

# Nobody has said whether the host has the hook, and the site wants to know.
test_violation_unknown_hook if {
	rule.violation == {{
		"rule": "host/start_hook",
		"action": "warn",
		"severity": "critical",
		"kind": "unknown",
		"message": "the start hook of host alpha is not known",
		"fix": "Let a source observe host alpha: event dev.tagout.host.system-observed.v1.",
		"subject": "host",
		"controls": ["nist-800-53:AC-25", "nist-800-53:SI-7"],
		"details": {"fact": "host.system.startHook.state"},
		"remediation": "none",
	}} with input as fixtures.without(["host/system/startHook"])
		with data.site as {"parameters": data.fixtures.sites.declared}
}

# It was last observed in October.
test_violation_unknown_stale if {
	rule.violation == {{
		"rule": "host/start_hook",
		"action": "warn",
		"severity": "critical",
		"kind": "unknown",
		"message": "what is known of host.system of host alpha is of 2026-10-01T00:00:00Z, and counted until 2026-10-31T00:00:00Z",
		"fix": "Let its source observe host alpha again.",
		"subject": "host",
		"controls": ["nist-800-53:AC-25", "nist-800-53:SI-7"],
		"details": {
			"fact": "host.system.startHook.state",
			"observedAt": "2026-10-01T00:00:00Z",
			"reason": "stale",
			"source": "osquery",
			"until": "2026-10-31T00:00:00Z",
		},
		"remediation": "none",
	}} with input as fixtures.but({"host": {"system": {"observedAt": "2026-10-01T00:00:00Z"}}})
		with data.site as {"parameters": data.fixtures.sites.declared}
}

# Switched off.
test_no_violation_when_off if {
	rule.violation == set() with input as fixtures.but({"host": {"system": {"startHook": {"state": "disabled"}}}})
		with data.site as fixtures.site("host", "start_hook", {"default": {"action": "off"}})
}

# A tier may have an action of its own.
test_violation_denied_for_a_tier if {
	{violation.action | some violation in rule.violation} == {"deny"} with input as fixtures.but({"host": {"system": {"startHook": {"state": "disabled"}}}})
		with data.site as fixtures.site("host", "start_hook", {"tiers": {"internal": {"action": "deny"}}})
}

_other := "b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2"
