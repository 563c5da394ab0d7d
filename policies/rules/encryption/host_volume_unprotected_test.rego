package tagout.rules.encryption.host_volume_unprotected_test

import data.tagout.fixtures
import data.tagout.rules.encryption.host_volume_unprotected as rule

# No volume is said to hold VM files.
test_violation_unknown_which if {
	rule.violation == {{
		"rule": "encryption/host_volume_unprotected",
		"action": "deny",
		"severity": "high",
		"kind": "unknown",
		"message": "it is not known on which volumes host alpha keeps VM files",
		"fix": "Let the source that observes the volumes say which hold files of VMs.",
		"subject": "host",
		"controls": ["nist-800-53:SC-28", "nist-800-53:SC-28(1)"],
		"details": {"observedAt": "2026-11-23T09:45:00Z", "source": "osquery"},
		"remediation": "none",
	}} with input as fixtures.but({"host": {"storage": {"volumes": [{"path": "/", "holdsVmFiles": false, "encrypted": false}]}}})
}

# A volume without VM files may be open.
test_no_violation_others_open if {
	rule.violation == set() with input as fixtures.but({
		"host": {
			"storage": {
				"volumes": [
					{"path": "/vm", "holdsVmFiles": true, "encrypted": true},
					{"path": "/boot", "holdsVmFiles": false, "encrypted": false},
				],
			},
		},
	})
}

# A volume with VM files is not encrypted.
test_violation_open_volume if {
	rule.violation == {{
		"rule": "encryption/host_volume_unprotected",
		"action": "deny",
		"severity": "high",
		"kind": "violated",
		"message": "host alpha keeps VM files on volumes that are not encrypted: /iso, /vm",
		"fix": "Encrypt them (BitLocker, LUKS, vSAN encryption).",
		"subject": "host",
		"controls": ["nist-800-53:SC-28", "nist-800-53:SC-28(1)"],
		"details": {"observedAt": "2026-11-23T09:45:00Z", "source": "osquery", "volumes": ["/iso", "/vm"]},
		"remediation": "none",
	}} with input as fixtures.but({
		"host": {
			"storage": {
				"volumes": [
					{"path": "/vm", "holdsVmFiles": true, "encrypted": false},
					{"path": "/iso", "holdsVmFiles": true, "encrypted": false},
				],
			},
		},
	})
}

# Nobody has said which volumes the host has.
test_violation_unknown_volumes if {
	rule.violation == {{
		"rule": "encryption/host_volume_unprotected",
		"action": "deny",
		"severity": "high",
		"kind": "unknown",
		"message": "the volumes of host alpha are not known",
		"fix": "Let a source observe host alpha: event dev.tagout.host.storage-observed.v1.",
		"subject": "host",
		"controls": ["nist-800-53:SC-28", "nist-800-53:SC-28(1)"],
		"details": {"fact": "host.storage.volumes"},
		"remediation": "none",
	}} with input as fixtures.without(["host/storage/volumes"])
}

# The volumes were last observed in October.
test_violation_unknown_stale if {
	rule.violation == {{
		"rule": "encryption/host_volume_unprotected",
		"action": "deny",
		"severity": "high",
		"kind": "unknown",
		"message": "what is known of host.storage of host alpha is of 2026-10-01T00:00:00Z, and counted until 2026-10-31T00:00:00Z",
		"fix": "Let its source observe host alpha again.",
		"subject": "host",
		"controls": ["nist-800-53:SC-28", "nist-800-53:SC-28(1)"],
		"details": {
			"fact": "host.storage.volumes",
			"observedAt": "2026-10-01T00:00:00Z",
			"reason": "stale",
			"source": "osquery",
			"until": "2026-10-31T00:00:00Z",
		},
		"remediation": "none",
	}} with input as fixtures.but({"host": {"storage": {"observedAt": "2026-10-01T00:00:00Z"}}})
}

# Switched off.
test_no_violation_when_off if {
	rule.violation == set() with input as fixtures.but({"host": {"storage": {"volumes": [{"path": "/", "holdsVmFiles": false, "encrypted": false}]}}})
		with data.site as fixtures.site("encryption", "host_volume_unprotected", {"default": {"action": "off", "unknown_action": "off"}})
}

# A tier may have an action of its own.
test_violation_dry_run_for_a_tier if {
	{violation.action | some violation in rule.violation} == {"dryrun"} with input as fixtures.but({
		"host": {
			"storage": {
				"volumes": [
					{"path": "/vm", "holdsVmFiles": true, "encrypted": false},
					{"path": "/iso", "holdsVmFiles": true, "encrypted": false},
				],
			},
		},
	})
		with data.site as fixtures.site("encryption", "host_volume_unprotected", {"tiers": {"internal": {"action": "dryrun"}}})
}
