# METADATA
# scope: package
# description: |
#   What is wrong with scenarios. The input has the JSON Schemas of a `scenario` and of a `review`, the ids of the `rules`, the names of the
#   `fixtures`, and `scenarios`: `category`, `name`, `case`, the `scenario` and where it can be made its `whole` input.
#   Each fault has three fields between tabs: category/name/case, the path to the key, and what is wrong. No part of a bundle.
package tools.scenarios

faults contains _fault(entry, _path(found), sprintf("%s: %s", [found.field, found.desc])) if {
	some entry in input.scenarios
	some found in json.match_schema(entry.scenario, input.scenario)[1]
}

faults contains _fault(entry, concat(".", ["input", _path(found)]), sprintf("%s: %s", [found.field, found.desc])) if {
	some entry in input.scenarios
	not _has_no_base(entry)
	some found in json.match_schema(entry.whole, input.review)[1]
}

faults contains _fault(entry, "base", sprintf("base: there is no %v in fixtures", [entry.scenario.base])) if {
	some entry in input.scenarios
	_has_no_base(entry)
}

faults contains _fault(entry, "", sprintf("there is no rule %s/%s", [entry.category, entry.name])) if {
	some entry in input.scenarios
	not concat("/", [entry.category, entry.name]) in {trim_prefix(id, "site/") | some id in input.rules}
}

_has_no_base(entry) if {
	base := entry.scenario.base
	not base in input.fixtures
}

_fault(entry, path, text) := sprintf("%s/%s/%s\t%s\t%s", [entry.category, entry.name, entry.case, trim_suffix(concat(".", [entry.case, path]), "."), text])

# A key that should not be there is named in the text only.
_path(found) := concat(".", [_field(found), _additional(found.desc)]) if _additional(found.desc)

else := _field(found)

_field(found) := "" if found.field == "(root)"

else := found.field

_additional(text) := regex.find_all_string_submatch_n(`^Additional property (.*) is not allowed$`, text, 1)[0][1]
