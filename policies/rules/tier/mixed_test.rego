package tagout.rules.tier.mixed_test

import data.tagout.fixtures
import data.tagout.rules.tier.mixed as rule

test_violation_other_tier if {
	rule.violation == {_violation} with input as _beside([
		{"id": "simulator:db-02", "name": "db-02", "tier": "restricted"},
		{"id": "simulator:web-02", "name": "web-02", "tier": "internal"},
	])
}

test_violation_resident_without_tier if {
	expected := object.union(_violation, {
		"message": "web-01 is internal and may not share host alpha with simulator:db-02 (no tier)",
		"details": {"residents": [{"id": "simulator:db-02", "name": "simulator:db-02", "tier": null}]},
	})
	rule.violation == {expected} with input as _beside([{"id": "simulator:db-02"}])
}

test_violation_resident_that_is_awaited if {
	awaited := {"id": "simulator:db-02", "name": "db-02", "tier": "restricted", "awaitedSince": "2026-11-23T10:00:00Z"}
	expected := object.union(_violation, {
		"message": "web-01 is internal and may not share host alpha with db-02 (restricted, admitted there at 2026-11-23T10:00:00Z and neither seen nor missed since)",
		"details": {"residents": [awaited]},
	})
	rule.violation == {expected} with input as _beside([awaited])
}

test_no_violation_same_tier if {
	rule.violation == set() with input as _beside([{"id": "simulator:web-02", "name": "web-02", "tier": "internal"}])
}

test_no_violation_empty_host if {
	rule.violation == set() with input as fixtures.fit
}

test_no_violation_without_host if {
	rule.violation == set() with input as fixtures.without(["host", "residents"])
}

test_no_violation_tier_of_vm_not_known if {
	reviewed := object.union(
		fixtures.without(["vm/tier"]),
		{"residents": [{"id": "simulator:db-02", "tier": "restricted"}]},
	)
	rule.violation == set() with input as reviewed
}

test_no_violation_residents_not_known if {
	rule.violation == set() with input as fixtures.without(["residents"])
}

test_violation_residents_not_known_where_the_site_says_so if {
	rule.violation == {object.union(object.remove(_violation, ["details"]), {
		"kind": "unknown",
		"action": "warn",
		"message": "it is not known which VMs run on host alpha",
		"fix": "Let the collector list the VMs of host alpha.",
		"subject": "host",
		"details": {"fact": "residents"},
	})} with input as fixtures.without(["residents"])
		with data.site as fixtures.site("tier", "mixed", {"default": {"unknown_action": "warn"}})
}

_beside(residents) := fixtures.but({"residents": residents})

_violation := {
	"rule": "tier/mixed",
	"action": "deny",
	"severity": "high",
	"kind": "violated",
	"message": "web-01 is internal and may not share host alpha with db-02 (restricted)",
	"fix": "Run it on a host that has only VMs of tier internal, or none.",
	"subject": "vm",
	"controls": ["nist-800-53:SC-39", "nist-800-53:SC-7(21)", "disa:V-207497"],
	"details": {
		"vmTier": "internal",
		"host": "simulator:alpha",
		"residents": [{"id": "simulator:db-02", "name": "db-02", "tier": "restricted"}],
	},
	"remediation": "notify",
}
