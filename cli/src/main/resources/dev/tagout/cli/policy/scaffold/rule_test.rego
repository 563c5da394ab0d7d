package {{package}}_test

import data.tagout.fixtures
import data.{{package}} as rule

test_violation_refused_image if {
	rule.violation == {_refused} with input as _old with data.site.parameters.rules.{{category}}.{{name}} as _settings({})
}

test_violation_refused_image_in_capitals if {
	expected := object.union(_refused, {
		"message": "web-01 was made from image DEBIAN-8, which is refused",
		"details": {"image": "DEBIAN-8"},
	})
	reviewed := object.union(_old, {"vm": {"configuration": {"image": "DEBIAN-8"}}})
	rule.violation == {expected} with input as reviewed with data.site.parameters.rules.{{category}}.{{name}} as _settings({})
}

test_violation_dry_run_for_a_tier if {
	rule.violation == {object.union(_refused, {"action": "dryrun"})} with input as _old
		with data.site.parameters.rules.{{category}}.{{name}} as object.union(_settings({}), {"tiers": {"internal": {"action": "dryrun"}}})
}

test_violation_of_everybody_where_no_owner_is_named if {
	reviewed := object.union(_old, {"vm": {"owner": "web-team"}})
	rule.violation == {_refused} with input as reviewed with data.site.parameters.rules.{{category}}.{{name}} as _settings({"owners": []})
}

test_no_violation_other_image if {
	rule.violation == set() with input as _own with data.site.parameters.rules.{{category}}.{{name}} as _settings({})
}

test_no_violation_of_another_owner if {
	reviewed := object.union(_old, {"vm": {"owner": "web-team"}})
	rule.violation == set() with input as reviewed with data.site.parameters.rules.{{category}}.{{name}} as _settings({})
}

test_no_violation_when_off if {
	rule.violation == set() with input as _old with data.site.parameters.rules.{{category}}.{{name}} as _settings({"action": "off", "unknown_action": "off"})
}

test_unknown_image if {
	reviewed := json.remove(_old, ["vm/configuration/image"])
	rule.violation == {object.union(_violation, {
		"kind": "unknown",
		"message": {{unknown_message}},
		"fix": {{unknown_fix}},
		"details": {"fact": "vm.configuration.image"},
	})} with input as reviewed with data.site.parameters.rules.{{category}}.{{name}} as _settings({})
}

_own := fixtures.but({"vm": {"owner": "example-team"}})

_old := object.union(_own, {"vm": {"configuration": {"image": "debian-8"}}})

_settings(changes) := {"default": object.union(
	{"action": "deny", "unknown_action": "deny", "refused_images": ["debian-8"], "owners": ["example-team"]},
	changes,
)}

_violation := {
	"rule": "{{id}}",
	"action": "deny",
	"severity": "low",
	"subject": "vm",
	"controls": ["nist-800-53:CM-2"],
	"remediation": "none",
}

_refused := object.union(_violation, {
	"kind": "violated",
	"message": "web-01 was made from image debian-8, which is refused",
	"fix": "Make web-01 anew from an image that is maintained.",
	"details": {
		"image": "debian-8",
		"observedAt": "2026-11-23T09:45:00Z",
		"source": "simulator",
	},
})
