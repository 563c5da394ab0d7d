# METADATA
# scope: package
# description: |
#   What is wrong with parameters. The input has the modules of whose `rules` they are, those of the `pack`, the `parameters` and the
#   schema of the `tiers`. Each fault has two fields between tabs: the path to the setting, and what is wrong. No part of a bundle.
package tools.parameters

import data.tools.modules

faults contains fault if {
	some name, _ in input.parameters
	name != "tiers"
	name != "facts"
	name != "rules"
	fault := sprintf("%s\t%s is neither tiers, facts nor rules", [name, name])
}

faults contains fault if {
	some part in ["tiers", "facts"]
	some found in _mismatches(object.get(input.parameters, part, {}), input[part])
	fault := _fault([part], found)
}

faults contains fault if {
	some category, name
	input.parameters.rules[category][name]
	not _schema[category][name]
	fault := sprintf("rules.%s.%s\trules.%s.%s: there is no such rule", [category, name, category, name])
}

faults contains fault if {
	some category, name
	settings := input.parameters.rules[category][name]
	some found in _mismatches(settings, _schema[category][name])
	fault := _fault(["rules", category, name], found)
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

_fault(prefix, found) := sprintf("%s\t%s: %s", [concat(".", array.concat(path, _additional(found))), concat(".", path), found.desc]) if {
	path := array.concat(prefix, _field(found))
}

_field(found) := [] if found.field == "(root)"

else := split(found.field, ".")

# A setting that should not be there is named in the text only.
_additional(found) := [name] if {
	name := regex.find_all_string_submatch_n(`^Additional property (.*) is not allowed$`, found.desc, 1)[0][1]
}

else := []
