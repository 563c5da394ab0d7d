package tagout.rules.image.not_approved_test

import data.tagout.fixtures
import data.tagout.rules.image.not_approved as rule

# Without declared images all are approved.
test_no_violation_asleep if {
	rule.violation == set() with input as fixtures.but({"vm": {"configuration": {"image": "found-on-a-stick"}}})
}

# An approved image.
test_no_violation_approved if {
	rule.violation == set() with input as fixtures.fit
		with data.site as {"parameters": data.fixtures.sites.declared}
}

# A recorded conversion of a physical machine.
test_no_violation_conversion if {
	rule.violation == set() with input as fixtures.but({"vm": {"id": "simulator:old-01", "name": "old-01", "configuration": {"image": "p2v"}}})
		with data.site as {"parameters": data.fixtures.sites.declared}
}

# Any other image is told of.
test_violation_image if {
	rule.violation == {{
		"rule": "image/not_approved",
		"action": "warn",
		"severity": "medium",
		"kind": "violated",
		"message": "web-01 was made from found-on-a-stick, which is no approved image",
		"fix": "Make it anew from an approved image, or have its image approved.",
		"subject": "vm",
		"controls": ["nist-800-53:CM-2", "nist-800-53:CM-7(5)"],
		"details": {"image": "found-on-a-stick", "observedAt": "2026-11-23T09:45:00Z", "source": "simulator"},
		"remediation": "none",
	}} with input as fixtures.but({"vm": {"configuration": {"image": "found-on-a-stick"}}})
		with data.site as {"parameters": data.fixtures.sites.declared}
}

# Nobody has said what the VM was made from.
test_violation_unknown_image if {
	rule.violation == {{
		"rule": "image/not_approved",
		"action": "warn",
		"severity": "medium",
		"kind": "unknown",
		"message": "the image of web-01 is not known",
		"fix": "Let a source observe web-01: event dev.tagout.vm.defined.v1.",
		"subject": "vm",
		"controls": ["nist-800-53:CM-2", "nist-800-53:CM-7(5)"],
		"details": {"fact": "vm.configuration.image"},
		"remediation": "none",
	}} with input as fixtures.without(["vm/configuration/image"])
		with data.site as {"parameters": data.fixtures.sites.declared}
}

# Switched off.
test_no_violation_when_off if {
	rule.violation == set() with input as fixtures.but({"vm": {"configuration": {"image": "found-on-a-stick"}}})
		with data.site as object.union(
			{"parameters": data.fixtures.sites.declared},
			fixtures.site("image", "not_approved", {"default": {"action": "off", "unknown_action": "off"}}),
		)
}

# A tier may have an action of its own.
test_violation_dry_run_for_a_tier if {
	{violation.action | some violation in rule.violation} == {"dryrun"} with input as fixtures.but({"vm": {"configuration": {"image": "found-on-a-stick"}}})
		with data.site as object.union(
			{"parameters": data.fixtures.sites.declared},
			fixtures.site("image", "not_approved", {"tiers": {"internal": {"action": "dryrun"}}}),
		)
}
