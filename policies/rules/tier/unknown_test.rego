package tagout.rules.tier.unknown_test

import data.tagout.fixtures
import data.tagout.rules.tier.unknown as rule

test_violation_vm_without_tier if {
	rule.violation == {_violation} with input as fixtures.without(["vm/tier"])
}

test_violation_host_without_tier if {
	rule.violation == {_of_host} with input as fixtures.without(["host/tier"])
}

test_violation_tier_not_in_order if {
	expected := object.union(_violation, {
		"message": "web-01 has tier \"intern\", which is none of public, internal, restricted",
		"fix": "Assign one of these tiers to web-01.",
		"details": {"tier": "intern", "tierSource": "configuration", "tiers": ["public", "internal", "restricted"]},
	})
	rule.violation == {expected} with input as fixtures.but({"vm": {"tier": "intern", "tierSource": "configuration"}})
}

test_violation_tier_that_the_site_dropped if {
	expected := object.union(_violation, {
		"message": "web-01 has tier \"internal\", which is none of low, high",
		"fix": "Assign one of these tiers to web-01.",
		"details": {"tier": "internal", "tierSource": "assignment", "tiers": ["low", "high"]},
	})
	rule.violation == {expected} with input as fixtures.but({"host": {"tier": "high"}})
		with data.site as {"parameters": {"tiers": {"order": ["low", "high"]}}}
}

test_violation_residents_not_known if {
	expected := object.union(_of_host, {
		"message": "it is not known which VMs run on host alpha",
		"fix": "Let the collector list the VMs of host alpha.",
		"details": {"fact": "residents"},
	})
	rule.violation == {expected} with input as fixtures.without(["residents"])
}

test_no_violation_both_known if {
	rule.violation == set() with input as fixtures.fit
}

test_no_violation_without_host if {
	rule.violation == set() with input as fixtures.without(["host", "residents"])
}

test_no_violation_when_off if {
	rule.violation == set() with input as fixtures.without(["vm/tier"])
		with data.site as fixtures.site("tier", "unknown", {"tiers": {"restricted": {"unknown_action": "off"}}})
}

_violation := {
	"rule": "tier/unknown",
	"action": "deny",
	"severity": "high",
	"kind": "unknown",
	"message": "web-01 has no tier",
	"fix": "Assign a tier to web-01.",
	"subject": "vm",
	"controls": ["nist-800-53:AC-4"],
	"details": {"fact": "vm.tier"},
	"remediation": "none",
}

_of_host := object.union(_violation, {
	"message": "host alpha has no tier",
	"fix": "Assign a tier to host alpha.",
	"subject": "host",
	"details": {"fact": "host.tier"},
})
