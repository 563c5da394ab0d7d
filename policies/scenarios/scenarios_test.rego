# METADATA
# description: Runs every scenario below this directory. The services run the same files through wasm and over HTTP.
package tagout.scenarios_test

# Each is reported by its name, such as patch/scan_stale/denied_stale.
test_scenario[name] if {
	some category, rule, case
	scenario := data.scenarios[category][rule][case]
	name := concat("/", [category, rule, case])
	decision := data.tagout.decision with input as scenario.input
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

_seen(decision) := {
	"outcome": _outcome(decision),
	"violations": decision.violations,
	"validUntil": decision.validUntil,
}

default _outcome(_) := "ALLOWED"

_outcome(decision) := "DENIED" if "deny" in {violation.action | some violation in decision.violations}
