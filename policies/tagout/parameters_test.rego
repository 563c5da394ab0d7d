package tagout.parameters_test

import data.tagout.fixtures
import data.tagout.parameters

# Weakest first. Each layer sets all settings that a weaker one sets, and the next one.
test_layers_in_their_order if {
	parameters.of.patch.example == {"a": "pack", "b": "site", "c": "pack tier", "d": "site tier"} with input as fixtures.fit
		with data.parameters.rules.patch.example as {
			"default": {"a": "pack", "b": "pack", "c": "pack", "d": "pack"},
			"tiers": {"internal": {"c": "pack tier", "d": "pack tier"}},
		}
		with data.site as fixtures.site("patch", "example", {
			"default": {"b": "site", "c": "site", "d": "site"},
			"tiers": {"internal": {"d": "site tier"}},
		})
}

test_settings_within_a_setting_are_layered_too if {
	parameters.of.patch.missing_security_updates.grace_days == {"critical": 3, "important": 7, "moderate": 10, "low": 90} with input as fixtures.fit
		with data.site as fixtures.site("patch", "missing_security_updates", {"default": {"grace_days": {"moderate": 10}}})
}

test_site_rule_has_its_parameters if {
	parameters.of.network.example == {"action": "warn"} with input as fixtures.fit
		with data.site as fixtures.site("network", "example", {"default": {"action": "warn"}})
}

test_vm_without_tier_is_judged_like_the_highest if {
	parameters.of.patch.scan_stale.max_age_hours == 72 with input as fixtures.without(["vm/tier"])
}

test_tier_not_in_order_is_judged_like_the_highest if {
	parameters.of.patch.scan_stale.max_age_hours == 72 with input as fixtures.but({"vm": {"tier": "intern"}})
}

test_every_rule_has_parameters if {
	rules := {[category, name] | data.tagout.rules[category][name].violation} with input as fixtures.fit
	count(rules) > 0
	rules == {[category, name] | data.parameters.rules[category][name].default.action}
}

test_every_tier_with_settings_is_in_the_order if {
	order := {tier | some tier in data.parameters.tiers.order}
	{tier | data.parameters.rules[_][_].tiers[tier]} - order == set()
	object.keys(data.parameters.tiers.fail_mode) == order
}
