package tagout.rules.encryption.inside_guest_test

import data.tagout.fixtures
import data.tagout.rules.encryption.inside_guest as rule

# A VM that encrypts inside, and nobody has said whether it has a virtual TPM.
test_violation_unknown_tpm if {
	rule.violation == {{
		"rule": "encryption/inside_guest",
		"action": "warn",
		"severity": "low",
		"kind": "unknown",
		"message": "the virtual TPM of web-01 is not known",
		"fix": "Let a source observe web-01: event dev.tagout.vm.defined.v1.",
		"subject": "vm",
		"controls": ["nist-800-53:SC-28"],
		"details": {"fact": "vm.configuration.tpm"},
		"remediation": "none",
	}} with input as fixtures.changed(["vm/configuration/tpm"], {"vm": {"protection": {"encryption": {"insideGuest": true}}}})
}

# Without encryption inside nobody asks for a virtual TPM.
test_no_violation_not_inside if {
	rule.violation == set() with input as fixtures.without(["vm/configuration/tpm"])
}

# A VM with a virtual TPM may encrypt inside.
test_no_violation_shielded if {
	rule.violation == set() with input as fixtures.but({"vm": {"configuration": {"tpm": true}, "protection": {"encryption": {"insideGuest": true}}}})
}

# A VM that encrypts inside without a virtual TPM is told of, and starts.
test_violation_without_tpm if {
	rule.violation == {{
		"rule": "encryption/inside_guest",
		"action": "warn",
		"severity": "low",
		"kind": "violated",
		"message": "web-01 encrypts its volumes inside and has no virtual TPM",
		"fix": "Encrypt on the host instead, or give the VM a virtual TPM.",
		"subject": "vm",
		"controls": ["nist-800-53:SC-28"],
		"details": {"observedAt": "2026-11-23T09:45:00Z", "source": "osquery"},
		"remediation": "none",
	}} with input as fixtures.but({"vm": {"protection": {"encryption": {"insideGuest": true}}}})
}

# Nobody has said whether the VM encrypts inside.
test_violation_unknown_encryption if {
	rule.violation == {{
		"rule": "encryption/inside_guest",
		"action": "warn",
		"severity": "low",
		"kind": "unknown",
		"message": "the encryption inside of web-01 is not known",
		"fix": "Let a source observe web-01: event dev.tagout.vm.protection-observed.v1.",
		"subject": "vm",
		"controls": ["nist-800-53:SC-28"],
		"details": {"fact": "vm.protection.encryption.insideGuest"},
		"remediation": "none",
	}} with input as fixtures.without(["vm/protection/encryption"])
}

# The VM was last observed in October.
test_violation_unknown_stale if {
	rule.violation == {{
		"rule": "encryption/inside_guest",
		"action": "warn",
		"severity": "low",
		"kind": "unknown",
		"message": "what is known of vm.protection of web-01 is of 2026-10-01T00:00:00Z, and counted until 2026-10-08T00:00:00Z",
		"fix": "Let its source observe web-01 again.",
		"subject": "vm",
		"controls": ["nist-800-53:SC-28"],
		"details": {
			"fact": "vm.protection.encryption.insideGuest",
			"observedAt": "2026-10-01T00:00:00Z",
			"reason": "stale",
			"source": "osquery",
			"until": "2026-10-08T00:00:00Z",
		},
		"remediation": "none",
	}} with input as fixtures.but({"vm": {"protection": {"observedAt": "2026-10-01T00:00:00Z"}}})
}

# Switched off.
test_no_violation_when_off if {
	rule.violation == set() with input as fixtures.changed(["vm/configuration/tpm"], {"vm": {"protection": {"encryption": {"insideGuest": true}}}})
		with data.site as fixtures.site("encryption", "inside_guest", {"default": {"action": "off", "unknown_action": "off"}})
}

# A tier may have an action of its own.
test_violation_dry_run_for_a_tier if {
	{violation.action | some violation in rule.violation} == {"dryrun"} with input as fixtures.but({"vm": {"protection": {"encryption": {"insideGuest": true}}}})
		with data.site as fixtures.site("encryption", "inside_guest", {"tiers": {"internal": {"action": "dryrun"}}})
}
