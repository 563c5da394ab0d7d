package tagout.rules.network.ipsec_required_test

import data.tagout.fixtures
import data.tagout.rules.network.ipsec_required as rule

# A restricted VM whose traffic is protected.
test_no_violation_protected if {
	rule.violation == set() with input as fixtures.but({"vm": {"tier": "restricted"}, "host": {"tier": "restricted"}})
}

# An internal VM needs none.
test_no_violation_internal if {
	rule.violation == set() with input as fixtures.but({"vm": {"protection": {"ipsec": false}}})
}

# A restricted VM without is told of, and starts.
test_violation_restricted if {
	rule.violation == {{
		"rule": "network/ipsec_required",
		"action": "warn",
		"severity": "medium",
		"kind": "violated",
		"message": "traffic of web-01 is not protected by IPsec",
		"fix": "Set up IPsec or equal protection in the VM.",
		"subject": "vm",
		"controls": ["nist-800-53:SC-8"],
		"details": {"observedAt": "2026-11-23T09:45:00Z", "source": "osquery"},
		"remediation": "none",
	}} with input as fixtures.but({"vm": {"tier": "restricted", "protection": {"ipsec": false}}, "host": {"tier": "restricted"}})
}

# Nobody has said whether the traffic is protected.
test_violation_unknown_restricted if {
	rule.violation == {{
		"rule": "network/ipsec_required",
		"action": "warn",
		"severity": "medium",
		"kind": "unknown",
		"message": "the protection of the traffic of web-01 is not known",
		"fix": "Let a source observe web-01: event dev.tagout.vm.protection-observed.v1.",
		"subject": "vm",
		"controls": ["nist-800-53:SC-8"],
		"details": {"fact": "vm.protection.ipsec"},
		"remediation": "none",
	}} with input as fixtures.changed(["vm/protection/ipsec"], {"vm": {"tier": "restricted"}, "host": {"tier": "restricted"}})
}

# The VM was last observed in October.
test_violation_unknown_stale if {
	rule.violation == {{
		"rule": "network/ipsec_required",
		"action": "warn",
		"severity": "medium",
		"kind": "unknown",
		"message": "what is known of vm.protection of web-01 is of 2026-10-01T00:00:00Z, and counted until 2026-10-08T00:00:00Z",
		"fix": "Let its source observe web-01 again.",
		"subject": "vm",
		"controls": ["nist-800-53:SC-8"],
		"details": {
			"fact": "vm.protection.ipsec",
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
}

# Switched off.
test_no_violation_when_off if {
	rule.violation == set() with input as fixtures.but({"vm": {"tier": "restricted", "protection": {"ipsec": false}}, "host": {"tier": "restricted"}})
		with data.site as fixtures.site("network", "ipsec_required", {"default": {"action": "off", "unknown_action": "off"}})
}

# A tier may have an action of its own.
test_violation_dry_run_for_a_tier if {
	{violation.action | some violation in rule.violation} == {"dryrun"} with input as fixtures.but({"vm": {"tier": "restricted", "protection": {"ipsec": false}}, "host": {"tier": "restricted"}})
		with data.site as fixtures.site("network", "ipsec_required", {"tiers": {"restricted": {"action": "dryrun"}}})
}
