package tagout.rules.encryption.tpm_missing_test

import data.tagout.fixtures
import data.tagout.rules.encryption.tpm_missing as rule

# The host of a restricted VM uses its TPM.
test_no_violation_in_use if {
	rule.violation == set() with input as fixtures.but({"vm": {"tier": "restricted"}, "host": {"tier": "restricted"}})
}

# The host of an internal VM needs none.
test_no_violation_internal if {
	rule.violation == set() with input as fixtures.but({"host": {"storage": {"tpm": {"present": false}}}})
}

# The host of a restricted VM has a TPM and does not use it.
test_violation_not_used if {
	rule.violation == {{
		"rule": "encryption/tpm_missing",
		"action": "warn",
		"severity": "medium",
		"kind": "violated",
		"message": "host alpha does not use its TPM",
		"fix": "Enable the TPM, and bind secure start-up and the keys of the volumes to it.",
		"subject": "host",
		"controls": ["nist-800-53:SI-7", "nist-800-53:SI-7(1)"],
		"details": {"inUse": false, "observedAt": "2026-11-23T09:45:00Z", "present": true, "source": "osquery"},
		"remediation": "none",
	}} with input as fixtures.but({
		"vm": {"tier": "restricted"},
		"host": {"tier": "restricted", "storage": {"tpm": {"present": true, "inUse": false}}},
	})
}

# The host of a restricted VM has none.
test_violation_none if {
	rule.violation == {{
		"rule": "encryption/tpm_missing",
		"action": "warn",
		"severity": "medium",
		"kind": "violated",
		"message": "host alpha has no TPM",
		"fix": "Enable the TPM, and bind secure start-up and the keys of the volumes to it.",
		"subject": "host",
		"controls": ["nist-800-53:SI-7", "nist-800-53:SI-7(1)"],
		"details": {"inUse": null, "observedAt": "2026-11-23T09:45:00Z", "present": false, "source": "osquery"},
		"remediation": "none",
	}} with input as fixtures.changed(["host/storage/tpm"], {
		"vm": {"tier": "restricted"},
		"host": {"tier": "restricted", "storage": {"tpm": {"present": false}}},
	})
}

# Nobody has said whether the host has a TPM.
test_violation_unknown_tpm if {
	rule.violation == {{
		"rule": "encryption/tpm_missing",
		"action": "warn",
		"severity": "medium",
		"kind": "unknown",
		"message": "the TPM of host alpha is not known",
		"fix": "Let a source observe host alpha: event dev.tagout.host.storage-observed.v1.",
		"subject": "host",
		"controls": ["nist-800-53:SI-7", "nist-800-53:SI-7(1)"],
		"details": {"fact": "host.storage.tpm.present"},
		"remediation": "none",
	}} with input as fixtures.changed(["host/storage/tpm"], {"vm": {"tier": "restricted"}, "host": {"tier": "restricted"}})
}

# The TPM was last observed in October.
test_violation_unknown_stale if {
	rule.violation == {{
		"rule": "encryption/tpm_missing",
		"action": "warn",
		"severity": "medium",
		"kind": "unknown",
		"message": "what is known of host.storage of host alpha is of 2026-10-01T00:00:00Z, and counted until 2026-10-31T00:00:00Z",
		"fix": "Let its source observe host alpha again.",
		"subject": "host",
		"controls": ["nist-800-53:SI-7", "nist-800-53:SI-7(1)"],
		"details": {
			"fact": "host.storage.tpm.present",
			"observedAt": "2026-10-01T00:00:00Z",
			"reason": "stale",
			"source": "osquery",
			"until": "2026-10-31T00:00:00Z",
		},
		"remediation": "none",
	}} with input as fixtures.but({
		"vm": {"tier": "restricted"},
		"host": {"tier": "restricted", "storage": {"observedAt": "2026-10-01T00:00:00Z"}},
	})
}

# Switched off.
test_no_violation_when_off if {
	rule.violation == set() with input as fixtures.but({
		"vm": {"tier": "restricted"},
		"host": {"tier": "restricted", "storage": {"tpm": {"present": true, "inUse": false}}},
	})
		with data.site as fixtures.site("encryption", "tpm_missing", {"default": {"action": "off", "unknown_action": "off"}})
}

# A tier may have an action of its own.
test_violation_dry_run_for_a_tier if {
	{violation.action | some violation in rule.violation} == {"dryrun"} with input as fixtures.but({
		"vm": {"tier": "restricted"},
		"host": {"tier": "restricted", "storage": {"tpm": {"present": true, "inUse": false}}},
	})
		with data.site as fixtures.site("encryption", "tpm_missing", {"tiers": {"restricted": {"action": "dryrun"}}})
}
