# Sourced by the scripts of the policy directory. Needs $opa.

# modules ROOT PACKAGE: the rules below ROOT/rules as tools/modules.rego reads them, a JSON array. PACKAGE is the one of all of them.
# Files are named from ROOT where it is `.`, else with it.
modules() {
	(
		cd "$1" || exit 1
		separator='['
		{ [ ! -d rules ] || find rules -name '*.rego' ! -name '*_test.rego'; } | LC_ALL=C sort | {
			while IFS= read -r file; do
				name=${file#rules/}
				name=${name%.rego}
				shown=$file
				[ "$1" = . ] || shown=$1/$file
				printf '%s{"file":"%s","package":"%s","ast":' "$separator" "$shown" "$2.rules.$(echo "$name" | tr / .)"
				"$opa" parse --format json --json-include locations,-comments "$file" || exit 1
				printf ',"schema":'
				if [ -f "schemas/rules/$name.json" ]; then cat "schemas/rules/$name.json"; else echo null; fi
				printf ',"test":%s,"parameters":%s}' "$(exists "rules/${name}_test.rego")" "$(exists "parameters/rules/$name/data.yaml")"
				separator=,
			done
			[ "$separator" = , ] || printf '['
			echo ']'
		}
	)
}

exists() {
	if [ -f "$1" ]; then echo true; else echo false; fi
}
