# METADATA
# scope: package
# description: |
#   What is wrong with parameters. The input has the modules of whose `rules` they are, those of the `pack`, the `parameters` and the
#   schema of the `tiers`. No part of a bundle.
package tools.parameters

import data.tools.modules

faults contains fault if {
	some name, settings in input.parameters
	name != "tiers"
	name != "facts"
	name != "rules"
	fault := sprintf("parameters: %s is neither tiers, facts nor rules", [name])
}

faults contains fault if {
	some part in ["tiers", "facts"]
	some found in _mismatches(object.get(input.parameters, part, {}), input[part])
	fault := sprintf("parameters: %s.%s: %s", [part, found.field, found.desc])
}

faults contains fault if {
	some category, name
	input.parameters.rules[category][name]
	not _schema[category][name]
	fault := sprintf("parameters: rules.%s.%s: there is no such rule", [category, name])
}

faults contains fault if {
	some category, name
	settings := input.parameters.rules[category][name]
	some found in _mismatches(settings, _schema[category][name])
	fault := sprintf("parameters: rules.%s.%s.%s: %s", [category, name, found.field, found.desc])
}

# A site sets parameters of our rules, too.
_schema[category][name] := schema if {
	some id, rule in _rules
	[category, name] := split(trim_prefix(id, "site/"), "/")
	schema := rule.schema
	schema != null
}

_rules := object.union(_of_pack, _of_these)

_of_these := rules if rules := modules.rules with input as input.rules

_of_pack := rules if rules := modules.rules with input as input.pack

_mismatches(document, schema) := json.match_schema(document, schema)[1]
