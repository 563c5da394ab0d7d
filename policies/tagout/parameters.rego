# METADATA
# scope: package
# description: |
#   The settings of each rule for the VM under review, resolved once: pack default, site default, pack tier, site tier, the later one
#   stronger. So what a site sets in general does not loosen what the pack asks of a high tier.
# schemas:
#   - input: schema.review
package tagout.parameters

import data.tagout.tiers

# How long groups of facts count, in hours.
max_age_hours := object.get(
	object.union_n([
		object.get(data.parameters, ["facts", "default"], {}),
		object.get(_site_facts, ["default"], {}),
		object.get(data.parameters, ["facts", "tiers", _tier], {}),
		object.get(_site_facts, ["tiers", _tier], {}),
	]),
	"max_age_hours",
	{},
)

default _site_facts := {}

_site_facts := data.site.parameters.facts

# By category and name of the rule.
of[category][name] := _resolved(category, name) if data.parameters.rules[category][name]

# A rule of the site's own.
of[category][name] := _resolved(category, name) if {
	data.site.parameters.rules[category][name]
	not data.parameters.rules[category][name]
}

_resolved(category, name) := object.union_n([
	object.get(data.parameters.rules, [category, name, "default"], {}),
	object.get(_site, [category, name, "default"], {}),
	object.get(data.parameters.rules, [category, name, "tiers", _tier], {}),
	object.get(_site, [category, name, "tiers", _tier], {}),
])

default _site := {}

_site := data.site.parameters.rules

_tier := input.vm.tier if tiers.rank[input.vm.tier]

# Nothing gets the settings of a low tier by not having one.
else := tiers.highest
