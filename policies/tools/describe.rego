# METADATA
# scope: package
# description: What `describe` prints. The input has the modules of the `pack` and of the `site`, as modules.rego reads them. No part of a bundle.
package tools.describe

import data.tools.modules

pack := {
	"rules": object.union(_rules(input.pack), _rules(input.site)),
	"onlyUnknown": (_only_unknown(input.pack) | _only_unknown(input.site)),
	"tiers": data.parameters.tiers,
	"parameters": {"pack": _first([rules | rules := data.parameters.rules]), "site": _first([rules | rules := data.site.parameters.rules])},
	"scenarios": object.union(
		{sprintf("%s/%s", [category, name]): cases | some category, name; cases := data.scenarios[category][name]; is_object(cases)},
		{sprintf("site/%s/%s", [category, name]): cases | some category, name; cases := data.site.scenarios[category][name]},
	),
	"fit": data.fixtures.fit,
}

_rules(list) := rules if rules := modules.rules with input as list

_only_unknown(list) := ids if ids := modules.only_unknown with input as list

_first(list) := list[0] if count(list) > 0

else := {}
