# METADATA
# scope: package
# description: |
#   What a bundle says of its rules, as data: for whoever lists rules and checks parameters. The input is what `opa inspect` says of the
#   policies (`inspected`), the `schemas` of the rules' parameters by category/name, the schema of `tiers` and the one of `facts`. No part
#   of a bundle; what it makes is.
package tools.catalogue

import data.tools.modules

document := {"rules": rules, "tiers": input.tiers, "facts": input.facts} if {
	rules := modules.rules with input as _modules
}

_modules := [{
	"package": concat(".", [segment.value | some segment in array.slice(found.path, 1, 5)]),
	"ast": {"package": {"path": found.path}, "annotations": [found.annotations]},
	"schema": object.get(input.schemas, concat("/", [found.path[3].value, found.path[4].value]), null),
} |
	some found in input.inspected.annotations
	found.annotations.scope == "package"
	count(found.path) == 5
	found.path[2].value == "rules"
]
