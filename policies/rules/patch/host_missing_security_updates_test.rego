package tagout.rules.patch.host_missing_security_updates_test

import data.tagout.fixtures
import data.tagout.rules.patch.host_missing_security_updates as rule

# A critical update of six days ago is in its grace.
test_no_violation_in_grace if {
	rule.violation == set() with input as fixtures.but({
		"host": {
			"patch": {"missing": [{"id": "DSA-1", "severity": "critical", "published": "2026-11-17T10:00:00Z"}]},
		},
	})
	rule.valid_until == {"2026-11-24T10:00:00Z", "2026-11-30T09:45:00Z"} with input as fixtures.but({
		"host": {
			"patch": {"missing": [{"id": "DSA-1", "severity": "critical", "published": "2026-11-17T10:00:00Z"}]},
		},
	})
}

# The host misses a critical update of three weeks ago.
test_violation_missing if {
	rule.violation == {{
		"rule": "patch/host_missing_security_updates",
		"action": "deny",
		"severity": "high",
		"kind": "violated",
		"message": "host alpha misses 1 security update: DSA-1 (osquery scan of 2026-11-23T09:45:00Z)",
		"fix": "Move its VMs away, install them, then scan the host again.",
		"subject": "host",
		"controls": ["nist-800-53:SI-2", "cis-esxi-7.0:1.1"],
		"details": {
			"missing": ["DSA-1"],
			"observedAt": "2026-11-23T09:45:00Z",
			"reason": "missing",
			"source": "osquery",
			"updates": [{"id": "DSA-1", "published": "2026-11-02T10:00:00Z", "severity": "critical"}],
		},
		"remediation": "notify",
	}} with input as fixtures.but({
		"host": {
			"patch": {"missing": [{"id": "DSA-1", "severity": "critical", "published": "2026-11-02T10:00:00Z"}]},
		},
	})
	rule.valid_until == {"2026-11-30T09:45:00Z"} with input as fixtures.but({
		"host": {
			"patch": {"missing": [{"id": "DSA-1", "severity": "critical", "published": "2026-11-02T10:00:00Z"}]},
		},
	})
}

# A maintenance host is patched, too.
test_violation_on_maintenance_host if {
	rule.violation == {{
		"rule": "patch/host_missing_security_updates",
		"action": "deny",
		"severity": "high",
		"kind": "violated",
		"message": "host alpha misses 1 security update: DSA-1 (osquery scan of 2026-11-23T09:45:00Z)",
		"fix": "Move its VMs away, install them, then scan the host again.",
		"subject": "host",
		"controls": ["nist-800-53:SI-2", "cis-esxi-7.0:1.1"],
		"details": {
			"missing": ["DSA-1"],
			"observedAt": "2026-11-23T09:45:00Z",
			"reason": "missing",
			"source": "osquery",
			"updates": [{"id": "DSA-1", "published": "2026-11-02T10:00:00Z", "severity": "critical"}],
		},
		"remediation": "notify",
	}} with input as fixtures.but({
		"host": {
			"maintenance": true,
			"patch": {"missing": [{"id": "DSA-1", "severity": "critical", "published": "2026-11-02T10:00:00Z"}]},
		},
	})
	rule.valid_until == {"2026-11-30T09:45:00Z"} with input as fixtures.but({
		"host": {
			"maintenance": true,
			"patch": {"missing": [{"id": "DSA-1", "severity": "critical", "published": "2026-11-02T10:00:00Z"}]},
		},
	})
}

# The host was scanned nine days ago.
test_violation_stale if {
	rule.violation == {{
		"rule": "patch/host_missing_security_updates",
		"action": "deny",
		"severity": "high",
		"kind": "violated",
		"message": "host alpha: the osquery scan of 2026-11-14T10:00:00Z is stale since 2026-11-21T10:00:00Z",
		"fix": "Scan host alpha again; a scan holds for 168 hours.",
		"subject": "host",
		"controls": ["nist-800-53:SI-2", "cis-esxi-7.0:1.1"],
		"details": {
			"maxAgeHours": 168,
			"observedAt": "2026-11-14T10:00:00Z",
			"reason": "stale",
			"source": "osquery",
			"staleFrom": "2026-11-21T10:00:00Z",
		},
		"remediation": "notify",
	}} with input as fixtures.but({"host": {"patch": {"observedAt": "2026-11-14T10:00:00Z"}}})
	rule.valid_until == set() with input as fixtures.but({"host": {"patch": {"observedAt": "2026-11-14T10:00:00Z"}}})
}

# Nobody has scanned the host.
test_violation_unknown_without_scan if {
	rule.violation == {{
		"rule": "patch/host_missing_security_updates",
		"action": "deny",
		"severity": "high",
		"kind": "unknown",
		"message": "the patch state of host alpha is not known",
		"fix": "Let a source observe host alpha: event dev.tagout.host.patch-scanned.v1.",
		"subject": "host",
		"controls": ["nist-800-53:SI-2", "cis-esxi-7.0:1.1"],
		"details": {"fact": "host.patch"},
		"remediation": "notify",
	}} with input as fixtures.without(["host/patch"])
	rule.valid_until == set() with input as fixtures.without(["host/patch"])
}

# Switched off.
test_no_violation_when_off if {
	rule.violation == set() with input as fixtures.but({
		"host": {
			"patch": {"missing": [{"id": "DSA-1", "severity": "critical", "published": "2026-11-02T10:00:00Z"}]},
		},
	})
		with data.site as fixtures.site("patch", "host_missing_security_updates", {"default": {"action": "off", "unknown_action": "off"}})
	rule.valid_until == set() with input as fixtures.but({
		"host": {
			"patch": {"missing": [{"id": "DSA-1", "severity": "critical", "published": "2026-11-02T10:00:00Z"}]},
		},
	})
		with data.site as fixtures.site("patch", "host_missing_security_updates", {"default": {"action": "off", "unknown_action": "off"}})
}

# A tier may have an action of its own.
test_violation_dry_run_for_a_tier if {
	{violation.action | some violation in rule.violation} == {"dryrun"} with input as fixtures.but({
		"host": {
			"patch": {"missing": [{"id": "DSA-1", "severity": "critical", "published": "2026-11-02T10:00:00Z"}]},
		},
	})
		with data.site as fixtures.site("patch", "host_missing_security_updates", {"tiers": {"internal": {"action": "dryrun"}}})
}
