package tagout.rules.network.health_attested_test

import data.tagout.fixtures
import data.tagout.rules.network.health_attested as rule

# A restricted VM whose health is attested.
test_no_violation_attested if {
	rule.violation == set() with input as fixtures.but({"vm": {"tier": "restricted"}, "host": {"tier": "restricted"}})
	rule.valid_until == {"2026-11-30T09:30:00Z"} with input as fixtures.but({"vm": {"tier": "restricted"}, "host": {"tier": "restricted"}})
}

# The attestation of a restricted VM was refused.
test_violation_refused if {
	rule.violation == {{
		"rule": "network/health_attested",
		"action": "warn",
		"severity": "medium",
		"kind": "violated",
		"message": "the health of web-01 is not attested",
		"fix": "Find out why its attestation fails, and mend that.",
		"subject": "vm",
		"controls": ["nist-800-53:IA-3"],
		"details": {"observedAt": "2026-11-23T09:45:00Z", "reason": "refused", "source": "osquery"},
		"remediation": "none",
	}} with input as fixtures.but({
		"vm": {"tier": "restricted", "protection": {"health": {"attested": false}}},
		"host": {"tier": "restricted"},
	})
	rule.valid_until == set() with input as fixtures.but({
		"vm": {"tier": "restricted", "protection": {"health": {"attested": false}}},
		"host": {"tier": "restricted"},
	})
}

# The attestation of a restricted VM is eight days old.
test_violation_old if {
	rule.violation == {{
		"rule": "network/health_attested",
		"action": "warn",
		"severity": "medium",
		"kind": "violated",
		"message": "the attestation of web-01 of 2026-11-15T10:00:00Z counted until 2026-11-22T10:00:00Z",
		"fix": "Attest it again.",
		"subject": "vm",
		"controls": ["nist-800-53:IA-3"],
		"details": {
			"attestedAt": "2026-11-15T10:00:00Z",
			"observedAt": "2026-11-23T09:45:00Z",
			"reason": "stale",
			"source": "osquery",
			"until": "2026-11-22T10:00:00Z",
		},
		"remediation": "none",
	}} with input as fixtures.but({
		"vm": {"tier": "restricted", "protection": {"health": {"attestedAt": "2026-11-15T10:00:00Z"}}},
		"host": {"tier": "restricted"},
	})
	rule.valid_until == set() with input as fixtures.but({
		"vm": {"tier": "restricted", "protection": {"health": {"attestedAt": "2026-11-15T10:00:00Z"}}},
		"host": {"tier": "restricted"},
	})
}

# The attestation has no date.
test_violation_unknown_undated if {
	rule.violation == {{
		"rule": "network/health_attested",
		"action": "warn",
		"severity": "medium",
		"kind": "unknown",
		"message": "it is not known when the health of web-01 was attested",
		"fix": "Let the source of the attestation say when it was.",
		"subject": "vm",
		"controls": ["nist-800-53:IA-3"],
		"details": {"observedAt": "2026-11-23T09:45:00Z", "reason": "undated", "source": "osquery"},
		"remediation": "none",
	}} with input as fixtures.changed(["vm/protection/health/attestedAt"], {"vm": {"tier": "restricted"}, "host": {"tier": "restricted"}})
	rule.valid_until == set() with input as fixtures.changed(["vm/protection/health/attestedAt"], {"vm": {"tier": "restricted"}, "host": {"tier": "restricted"}})
}

# Nobody has said whether the VM is attested.
test_violation_unknown_health if {
	rule.violation == {{
		"rule": "network/health_attested",
		"action": "warn",
		"severity": "medium",
		"kind": "unknown",
		"message": "the health of web-01 is not known",
		"fix": "Let a source observe web-01: event dev.tagout.vm.protection-observed.v1.",
		"subject": "vm",
		"controls": ["nist-800-53:IA-3"],
		"details": {"fact": "vm.protection.health.attested"},
		"remediation": "none",
	}} with input as fixtures.changed(["vm/protection/health"], {"vm": {"tier": "restricted"}, "host": {"tier": "restricted"}})
	rule.valid_until == set() with input as fixtures.changed(["vm/protection/health"], {"vm": {"tier": "restricted"}, "host": {"tier": "restricted"}})
}

# The VM was last observed in October.
test_violation_unknown_stale if {
	rule.violation == {{
		"rule": "network/health_attested",
		"action": "warn",
		"severity": "medium",
		"kind": "unknown",
		"message": "what is known of vm.protection of web-01 is of 2026-10-01T00:00:00Z, and counted until 2026-10-08T00:00:00Z",
		"fix": "Let its source observe web-01 again.",
		"subject": "vm",
		"controls": ["nist-800-53:IA-3"],
		"details": {
			"fact": "vm.protection.health.attested",
			"observedAt": "2026-10-01T00:00:00Z",
			"reason": "stale",
			"source": "osquery",
			"until": "2026-10-08T00:00:00Z",
		},
		"remediation": "none",
	}} with input as fixtures.but({
		"vm": {"tier": "restricted", "protection": {"observedAt": "2026-10-01T00:00:00Z"}},
		"host": {"tier": "restricted"},
	})
	rule.valid_until == {"2026-11-30T09:30:00Z"} with input as fixtures.but({
		"vm": {"tier": "restricted", "protection": {"observedAt": "2026-10-01T00:00:00Z"}},
		"host": {"tier": "restricted"},
	})
}

# Switched off.
test_no_violation_when_off if {
	rule.violation == set() with input as fixtures.but({
		"vm": {"tier": "restricted", "protection": {"health": {"attested": false}}},
		"host": {"tier": "restricted"},
	})
		with data.site as fixtures.site("network", "health_attested", {"default": {"action": "off", "unknown_action": "off"}})
	rule.valid_until == set() with input as fixtures.but({
		"vm": {"tier": "restricted", "protection": {"health": {"attested": false}}},
		"host": {"tier": "restricted"},
	})
		with data.site as fixtures.site("network", "health_attested", {"default": {"action": "off", "unknown_action": "off"}})
}

# A tier may have an action of its own.
test_violation_dry_run_for_a_tier if {
	{violation.action | some violation in rule.violation} == {"dryrun"} with input as fixtures.but({
		"vm": {"tier": "restricted", "protection": {"health": {"attested": false}}},
		"host": {"tier": "restricted"},
	})
		with data.site as fixtures.site("network", "health_attested", {"tiers": {"restricted": {"action": "dryrun"}}})
}
