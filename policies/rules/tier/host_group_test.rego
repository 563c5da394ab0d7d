package tagout.rules.tier.host_group_test

import data.tagout.fixtures
import data.tagout.rules.tier.host_group as rule

# Without declared groups a VM may run in any.
test_no_violation_asleep if {
	rule.violation == set() with input as fixtures.but({"host": {"group": "attic"}})
}

# A group that the tier may use.
test_no_violation_group if {
	rule.violation == set() with input as fixtures.fit
		with data.site as {"parameters": data.fixtures.sites.declared}
}

# A group that the tier may not use.
test_violation_group if {
	rule.violation == {{
		"rule": "tier/host_group",
		"action": "deny",
		"severity": "medium",
		"kind": "violated",
		"message": "host alpha is in group attic, and the tier of web-01 may use only internal-hosts",
		"fix": "Run it on a host of such a group.",
		"subject": "vm",
		"controls": ["nist-800-53:SC-7(21)"],
		"details": {"group": "attic", "groups": ["internal-hosts"], "host": "simulator:alpha"},
		"remediation": "notify",
	}} with input as fixtures.but({"host": {"group": "attic"}})
		with data.site as {"parameters": data.fixtures.sites.declared}
}

# The host has no group.
test_violation_unknown_group if {
	rule.violation == {{
		"rule": "tier/host_group",
		"action": "deny",
		"severity": "medium",
		"kind": "unknown",
		"message": "host alpha has no host group",
		"fix": "Assign a host group to host alpha.",
		"subject": "host",
		"controls": ["nist-800-53:SC-7(21)"],
		"details": {"fact": "host.group"},
		"remediation": "notify",
	}} with input as fixtures.without(["host/group"])
		with data.site as {"parameters": data.fixtures.sites.declared}
}

# Switched off.
test_no_violation_when_off if {
	rule.violation == set() with input as fixtures.but({"host": {"group": "attic"}})
		with data.site as object.union(
			{"parameters": data.fixtures.sites.declared},
			fixtures.site("tier", "host_group", {"default": {"action": "off", "unknown_action": "off"}}),
		)
}

# A tier may have an action of its own.
test_violation_dry_run_for_a_tier if {
	{violation.action | some violation in rule.violation} == {"dryrun"} with input as fixtures.but({"host": {"group": "attic"}})
		with data.site as object.union(
			{"parameters": data.fixtures.sites.declared},
			fixtures.site("tier", "host_group", {"tiers": {"internal": {"action": "dryrun"}}}),
		)
}
