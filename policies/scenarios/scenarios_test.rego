# METADATA
# description: Runs every scenario below this directory. The services run the same files through wasm and over HTTP.
package tagout.scenarios_test

# Each is reported by its name, such as patch/scan_stale/denied_stale.
test_scenario[name] if {
	some category, rule, case
	scenario := data.scenarios[category][rule][case]
	name := concat("/", [category, rule, case])
	decision := data.tagout.decision with input as whole(scenario) with data.site as site(scenario)
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

# A rule that nobody tells a story about, or only half of it, is not tested: one where it finds something, one where it does not, and if
# it needs any facts, one where they are not known.
test_rule_has_scenarios[rule_id] if {
	some category, rule
	data.parameters.rules[category][rule]
	rule_id := concat("/", [category, rule])
	wanted := {"denied", "allowed", "unknown"} - _cannot_be(category, rule)
	count(wanted - _cases(category, rule)) == 0
}

_cases(category, rule) := {case |
	some scenario in data.scenarios[category][rule]
	some case in _case(concat("/", [category, rule]), scenario.expect.violations)
}

_case(rule_id, violations) := {"allowed"} if count(_of(rule_id, violations)) == 0

else := {_kinds[violation.kind] | some violation in _of(rule_id, violations)}

_kinds := {"violated": "denied", "unknown": "unknown"}

_of(rule_id, violations) := [violation | some violation in violations; violation.rule == rule_id]

# Where a rule finds nothing but that facts are not known, and where it needs none.
_cannot_be("patch", "unknown") := {"denied"}

_cannot_be("tier", "unknown") := {"denied"}

_cannot_be("patch", "maintenance_overstay") := {"unknown"}

# The rules on tiers and patches leave it to those two to say so.
_cannot_be("patch", rule) := {"unknown"} if rule in {"missing_security_updates", "scan_stale"}

_cannot_be("tier", rule) := {"unknown"} if rule in {"host_below_vm", "mixed"}

default _cannot_be(_, _) := set()

test_scenarios_were_loaded if count([case | case := data.scenarios[_][_][_]]) > 0

# The input of a scenario: its base, without what it says is not known, with what it says is otherwise. Objects are merged, lists replaced.
whole(scenario) := object.union(
	json.remove(object.get(data.fixtures, object.get(scenario, "base", ""), {}), object.get(scenario, "without", [])),
	object.get(scenario, "input", {}),
)

# What the site of a scenario has declared.
site(scenario) := {"parameters": data.fixtures.sites[scenario.site]} if scenario.site

else := {}

_seen(decision) := {
	"outcome": _outcome(decision),
	"violations": decision.violations,
	"validUntil": decision.validUntil,
}

default _outcome(_) := "ALLOWED"

_outcome(decision) := "DENIED" if "deny" in {violation.action | some violation in decision.violations}
