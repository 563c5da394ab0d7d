# METADATA
# scope: package
# description: |
#   What the scripts beside read out of the source of rules. The input is a list of modules: `file`, its `package`, its syntax tree as
#   `opa parse --json-include locations` prints it, the `schema` of its parameters and whether `test` and `parameters` exist.
#   No part of a bundle.
package tools.modules

# The rules as the bundle says of them, by the id that violations name: `patch/scan_stale`, `site/patch/own`.
rules[id] := {
	"title": annotations.title,
	"description": trim_space(annotations.description),
	"why": trim_space(annotations.custom.why),
	"needs": annotations.custom.needs,
	"severity": annotations.custom.severity,
	"remediation": annotations.custom.remediation,
	"controls": annotations.custom.controls,
	"sleepsWithout": object.get(annotations.custom, "sleeps_without", []),
	"schema": module.schema,
} if {
	some module in input
	_is_in_place(module)
	id := _id(_package(module))
	annotations := _annotations(module)
}

# Rules that do not judge: they report only that facts are absent, and so have no case of kind `violated`.
only_unknown contains _id(_package(module)) if {
	some module in input
	_is_in_place(module)
	_only_unknown(module)
}

# Two modules of one package would be two rules of one id.
_is_in_place(module) if {
	concat(".", _package(module)) == module["package"]
	count(_package(module)) == 4
}

_id(segments) := concat("/", array.slice(segments, 2, 4)) if segments[0] == "tagout"

_id(segments) := concat("/", ["site", segments[2], segments[3]]) if segments[0] == "site"

_package(module) := [segment.value |
	some segment in array.slice(module.ast["package"].path, 1, 100)
]

_annotations(module) := annotations if {
	some annotations in module.ast.annotations
	annotations.scope == "package"
}

else := {}

# What is wrong, one line each, with file and where it is known the line.
faults contains sprintf("%s:1: package is %s and should be %s, for the path", [module.file, actual, module["package"]]) if {
	some module in input
	actual := concat(".", _package(module))
	actual != module["package"]
}

faults contains sprintf("%s:1: should be rules/<category>/<name>.rego", [module.file]) if {
	some module in input
	count(split(module["package"], ".")) != 4
}

faults contains sprintf("%s:1: metadata lacks %s", [module.file, field]) if {
	some module in input
	some field in ["title", "description", "schemas"]
	not _annotations(module)[field]
}

faults contains sprintf("%s:1: metadata lacks custom.%s", [module.file, field]) if {
	some module in input
	some field in ["needs", "severity", "remediation", "controls", "why"]
	object.get(_annotations(module), ["custom", field], null) == null
}

faults contains sprintf("%s:1: custom.%s is %v and should be one of %s", [module.file, field, value, concat(", ", words)]) if {
	some module in input
	some field, words in {
		"severity": ["critical", "high", "medium", "low"],
		"remediation": ["none", "notify", "quarantine", "save", "power_off", "lock"],
	}
	value := _annotations(module).custom[field]
	not value in words
}

faults contains sprintf("%s:1: custom.controls names %v, which is not <catalogue>:<control>", [module.file, control]) if {
	some module in input
	some control in _annotations(module).custom.controls
	not regex.match(`^(nist-800-53|disa|cis-esxi-7\.0|site):[A-Za-z0-9().-]+$`, control)
}

faults contains sprintf("%s:%d: %s is exported; beside violation and valid_until all names begin with _", [module.file, rule.location.row, name]) if {
	some module in input
	some rule in module.ast.rules
	name := rule.head.ref[0].value
	not name in {"violation", "valid_until"}
	not startswith(name, "_")
}

faults contains sprintf("%s:1: exports no violation", [module.file]) if {
	some module in input
	not "violation" in {rule.head.ref[0].value | some rule in module.ast.rules}
}

faults contains sprintf("%s:1: has no test beside it", [module.file]) if {
	some module in input
	not module.test
}

faults contains sprintf("%s:1: has no parameters", [module.file]) if {
	some module in input
	not module.parameters
}

faults contains sprintf("%s:1: has no JSON Schema for its parameters", [module.file]) if {
	some module in input
	module.schema == null
}

# Silence is not compliance: what a rule reads it needs, and says so when it is not known.
faults contains sprintf("%s:%d: reads %s, which is not in custom.needs", [module.file, line, group]) if {
	some module in input
	some [group, line] in _read(module)
	not group in _needed(module)
}

faults contains sprintf("%s:1: custom.needs has %s, which the rule does not read", [module.file, group]) if {
	some module in input
	groups := {group | some [group, _] in _read(module)}
	not _only_unknown(module)
	some group in _needed(module)
	not group in groups
}

faults contains sprintf("%s:1: custom.needs is not empty, and nothing calls result.unknown", [module.file]) if {
	some module in input
	count(_needed(module)) > 0
	not _calls(module, "unknown")
}

faults contains sprintf("%s:%d: reads %s as a whole: name the group of facts", [module.file, line, concat(".", path)]) if {
	some module in input
	some [path, line, whole] in _inputs(module)
	whole
	path in [["input"], ["input", "vm"], ["input", "host"]]
}

# A rule such as patch/unknown judges nothing beyond whether facts are there.
_only_unknown(module) if not _calls(module, "violation")

_calls(module, function) if {
	walk(module.ast.rules, [_, value])
	value.type == "ref"
	value.value[0].value == "result"
	value.value[1].value == function
}

_needed(module) := {_group(split(need, ".")) | some need in _annotations(module).custom.needs}

_read(module) := {[group, line] |
	some [path, line, _] in _inputs(module)
	count(path) > 1
	group := _group(array.slice(path, 1, 3))
	not group in _not_facts
	not startswith(group, "review")
	not group in {"vm", "host"}
}

_group(segments) := "residents" if segments[0] == "residents"

_group(segments) := concat(".", array.slice(segments, 0, 2)) if segments[0] != "residents"

# Who is meant, who is asked, and what nobody has to declare.
_not_facts := {"vm.id", "vm.name", "vm.owner", "vm.ownerSource", "vm.contact", "vm.tierSource", "vm.runningSince", "host.id", "host.name", "host.owner", "host.contact", "host.tierSource", "host.maintenance"}

# Each mention of the input: its path as far as it is fixed, the line, and whether more is done with it than asking if it is there.
_inputs(module) := {[path, value.location.row, whole] |
	walk(module.ast.rules, [at, value])
	value.type == "ref"
	value.value[0].value == "input"
	path := _fixed(value.value)
	whole := at[count(at) - 1] != "terms"
}

_fixed(terms) := [terms[i].value |
	some i in numbers.range(0, count(terms) - 1)
	every j in numbers.range(0, i) {
		_is_fixed(terms, j)
	}
]

_is_fixed(_, 0)

_is_fixed(terms, j) if {
	j > 0
	terms[j].type == "string"
}
