package tagout.rules.tier.declared_differs_test

import data.tagout.fixtures
import data.tagout.rules.tier.declared_differs as rule

# The VM and its assignment agree.
test_no_violation_same if {
	rule.violation == set() with input as fixtures.but({"vm": {"configuration": {"tier": "internal"}}})
}

# A VM that calls itself restricted is told of, and starts.
test_violation_differs if {
	rule.violation == {{
		"rule": "tier/declared_differs",
		"action": "warn",
		"severity": "medium",
		"kind": "violated",
		"message": "web-01 calls itself restricted and is assigned to internal",
		"fix": "Correct the one that is wrong.",
		"subject": "vm",
		"controls": ["nist-800-53:AC-3"],
		"details": {
			"assigned": "internal",
			"declared": "restricted",
			"observedAt": "2026-11-23T09:45:00Z",
			"source": "simulator",
		},
		"remediation": "none",
	}} with input as fixtures.but({"vm": {"configuration": {"tier": "restricted"}}})
}

# Nobody has said what the VM says of itself.
test_violation_unknown_configuration if {
	rule.violation == {{
		"rule": "tier/declared_differs",
		"action": "warn",
		"severity": "medium",
		"kind": "unknown",
		"message": "the configuration of web-01 is not known",
		"fix": "Let a source observe web-01: event dev.tagout.vm.defined.v1.",
		"subject": "vm",
		"controls": ["nist-800-53:AC-3"],
		"details": {"fact": "vm.configuration"},
		"remediation": "none",
	}} with input as fixtures.without(["vm/configuration"])
}

# Switched off.
test_no_violation_when_off if {
	rule.violation == set() with input as fixtures.but({"vm": {"configuration": {"tier": "restricted"}}})
		with data.site as fixtures.site("tier", "declared_differs", {"default": {"action": "off", "unknown_action": "off"}})
}

# A tier may have an action of its own.
test_violation_dry_run_for_a_tier if {
	{violation.action | some violation in rule.violation} == {"dryrun"} with input as fixtures.but({"vm": {"configuration": {"tier": "restricted"}}})
		with data.site as fixtures.site("tier", "declared_differs", {"tiers": {"internal": {"action": "dryrun"}}})
}
