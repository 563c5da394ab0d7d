# METADATA
# description: Runs every scenario below this directory. The services run the same files through wasm and over HTTP.
package tagout.scenarios_test

# Each is reported by its name, such as patch/scan_stale/denied_stale.
test_scenario[name] if {
	some category, rule, case
	scenario := data.scenarios[category][rule][case]
	name := concat("/", [category, rule, case])
	decision := data.tagout.decision with input as whole(scenario)
	_seen(decision) == scenario.expect
}

# A site's, with the site's parameters.
test_site_scenario[name] if {
	some category, rule, case
	scenario := data.site.scenarios[category][rule][case]
	name := concat("/", ["site", category, rule, case])
	decision := data.tagout.decision with input as whole(scenario)
	_seen(decision) == scenario.expect
}

# A rule that nobody tells a story about, or only half of it, is not tested.
test_rule_has_scenarios[rule_id] if {
	some category, rule
	data.parameters.rules[category][rule]
	rule_id := concat("/", [category, rule])
	outcomes := {scenario.expect.outcome | some scenario in data.scenarios[category][rule]}
	outcomes == {"ALLOWED", "DENIED"}
	"unknown" in {violation.kind |
		some scenario in data.scenarios[category][rule]
		some violation in scenario.expect.violations
	}
}

test_scenarios_were_loaded if count([case | case := data.scenarios[_][_][_]]) > 0

# The input of a scenario: its base, without what it says is not known, with what it says is otherwise. Objects are merged, lists replaced.
whole(scenario) := object.union(
	json.remove(object.get(data.fixtures, object.get(scenario, "base", ""), {}), object.get(scenario, "without", [])),
	object.get(scenario, "input", {}),
)

_seen(decision) := {
	"outcome": _outcome(decision),
	"violations": decision.violations,
	"validUntil": decision.validUntil,
}

default _outcome(_) := "ALLOWED"

_outcome(decision) := "DENIED" if "deny" in {violation.action | some violation in decision.violations}
