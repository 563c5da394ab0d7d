package tagout.result_test

import data.tagout.fixtures
import data.tagout.result

test_violation_has_all_of_the_metadata if {
	result.violation(_chain, "host", _found) == {
		"rule": "network/example",
		"action": "deny",
		"severity": "low",
		"kind": "violated",
		"message": "m",
		"fix": "f",
		"subject": "host",
		"controls": ["nist-800-53:SC-7"],
		"details": {"d": 1},
		"remediation": "quarantine",
	} with input as fixtures.fit
}

test_violation_without_metadata_is_one_all_the_same if {
	result.violation([{"path": ["site", "rules", "network", "example", "violation"]}], "vm", {}) == {
		"rule": "site/network/example",
		"action": "deny",
		"severity": "high",
		"kind": "violated",
		"message": "site/network/example",
		"fix": "",
		"subject": "vm",
		"controls": [],
		"details": {},
		"remediation": "notify",
	} with input as fixtures.fit
}

test_violation_with_misspelt_action_denies if {
	result.violation(_chain, "vm", _found).action == "deny" with input as fixtures.fit
		with data.site as fixtures.site("network", "example", {"default": {"action": "wran"}})
}

test_no_violation_when_off if {
	not result.violation(_chain, "vm", _found) with input as fixtures.fit
		with data.site as fixtures.site("network", "example", {"default": {"action": "off"}})
}

# One for each absent group, with a remediation no stronger than notify, and the action that the rule has.
test_unknown_names_each_absent_group if {
	unknown := {
		"rule": "network/example",
		"action": "warn",
		"severity": "low",
		"kind": "unknown",
		"controls": ["nist-800-53:SC-7"],
		"remediation": "notify",
	}
	result.unknown(_chain) == {
		object.union(unknown, {
			"message": "the configuration of web-01 is not known",
			"fix": "Let a source observe web-01: event dev.tagout.vm.defined.v1.",
			"subject": "vm",
			"details": {"fact": "vm.configuration"},
		}),
		object.union(unknown, {
			"message": "the NICs of host alpha are not known",
			"fix": "Let a source observe host alpha: event dev.tagout.host.network-observed.v1.",
			"subject": "host",
			"details": {"fact": "host.network"},
		}),
	} with input as fixtures.without(["vm/configuration", "host/network"])
		with data.site as fixtures.site("network", "example", {"default": {"action": "warn"}})
}

test_unknown_is_silent_about_a_host_that_is_not_there if {
	found := result.unknown(_chain) with input as fixtures.without(["vm/configuration", "host", "residents"])
	{violation.details.fact | some violation in found} == {"vm.configuration"}
}

test_unknown_is_silent_about_what_is_known if {
	result.unknown(_chain) == set() with input as fixtures.fit
}

_found := {"message": "m", "fix": "f", "details": {"d": 1}}

_chain := [
	{"path": ["tagout", "rules", "network", "example", "violation"]},
	{
		"path": ["tagout", "rules", "network", "example"],
		"annotations": {
			"scope": "package",
			"title": "t",
			"custom": {
				"needs": ["vm.configuration", "vm.patch", "host.network"],
				"severity": "low",
				"remediation": "quarantine",
				"controls": ["nist-800-53:SC-7"],
			},
		},
	},
]
