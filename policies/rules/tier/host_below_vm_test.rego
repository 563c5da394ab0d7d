package tagout.rules.tier.host_below_vm_test

import data.tagout.fixtures
import data.tagout.rules.tier.host_below_vm as rule

test_violation_host_below if {
	rule.violation == {_violation} with input as fixtures.but({"vm": {"tier": "restricted"}})
}

test_violation_order_of_the_site if {
	expected := object.union(_violation, {
		"message": "web-01 is internal, and host alpha is only restricted",
		"fix": "Run it on a host whose tier is at least internal.",
		"details": {"vmTier": "internal", "hostTier": "restricted"},
	})
	rule.violation == {expected} with input as fixtures.but({"host": {"tier": "restricted"}})
		with data.site as {"parameters": {"tiers": {"order": ["restricted", "internal"]}}}
}

test_no_violation_same_tier if {
	rule.violation == set() with input as fixtures.fit
}

test_no_violation_host_above if {
	rule.violation == set() with input as fixtures.but({"host": {"tier": "restricted"}})
}

test_no_violation_without_host if {
	rule.violation == set() with input as fixtures.without(["host", "residents"])
}

test_no_violation_tier_not_known if {
	rule.violation == set() with input as fixtures.without(["vm/tier"])
	rule.violation == set() with input as fixtures.but({"host": {"tier": "intern"}})
}

test_violation_tier_not_known_where_the_site_says_so if {
	rule.violation == {object.union(object.remove(_violation, ["details"]), {
		"kind": "unknown",
		"message": "host alpha has no tier",
		"fix": "Assign a tier to host alpha.",
		"subject": "host",
		"details": {"fact": "host.tier"},
		"remediation": "notify",
	})} with input as fixtures.without(["host/tier"])
		with data.site as fixtures.site("tier", "host_below_vm", {"default": {"unknown_action": "deny"}})
}

_violation := {
	"rule": "tier/host_below_vm",
	"action": "deny",
	"severity": "critical",
	"kind": "violated",
	"message": "web-01 is restricted, and host alpha is only internal",
	"fix": "Run it on a host whose tier is at least restricted.",
	"subject": "vm",
	"controls": ["nist-800-53:AC-4", "nist-800-53:SC-3", "nist-800-53:SC-7(21)", "disa:V-207474"],
	"details": {"vmTier": "restricted", "host": "simulator:alpha", "hostTier": "internal"},
	"remediation": "power_off",
}
