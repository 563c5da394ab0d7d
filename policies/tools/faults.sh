# shellcheck shell=sh
# Sourced by the scripts of the policy directory, for faults in files of which OPA knows no lines. Needs $here.

# A line of faults as the Rego beside says it: where, a tab, and what. OPA calls it to mean nothing else.
tab=$(printf '\t')

# placed_scenarios ROOT: "category/name/case<tab>path<tab>fault" lines in, "file:line: fault" lines out.
placed_scenarios() {
	while IFS=$tab read -r scenario path fault; do
		[ -n "$scenario" ] || continue
		file=$(in_root "$1" "scenarios/$scenario.yaml")
		if [ -f "$file" ]; then
			place=$(awk -v path="$path" -f "$here/tools/place.awk" "$file")
			echo "$file:${place% *}: $fault"
		else
			echo "$file:1: $fault"
		fi
	done
}

# placed_parameters ROOT: "path<tab>fault" lines in, "file:line: fault" lines out. A setting may stand in the data file of any directory on
# its path; the one nearest to it that has it is named.
placed_parameters() {
	while IFS=$tab read -r path fault; do
		[ -n "$path" ] || continue
		directory=$(in_root "$1" parameters)/$(echo "$path" | tr . /)
		rest= found=
		while [ -z "$found" ]; do
			for file in "$directory/data.yaml" "$directory/data.json"; do
				[ -f "$file" ] || continue
				place=$(awk -v path="${rest#.}" -f "$here/tools/place.awk" "$file")
				if [ -z "$rest" ] || [ "${place#* }" -gt 0 ]; then
					found="$file:${place% *}"
				fi
			done
			[ "$(basename "$directory")" != parameters ] || break
			rest=.$(basename "$directory")$rest
			directory=$(dirname "$directory")
		done
		echo "${found:-$(in_root "$1" parameters):1}: $fault"
	done
}

# misnamed_scenarios ROOT: a scenario is the one key of a file of its name: another name hides it, or overwrites one.
misnamed_scenarios() {
	find "$(in_root "$1" scenarios)" -name '*.yaml' 2>/dev/null | LC_ALL=C sort | while IFS= read -r file; do
		awk -v file="$file" -v name="$(basename "$file" .yaml)" '
			/^[^ \t#}-][^:]*:/ {
				key = $0
				sub(/:.*/, "", key)
				gsub(/["'\'' \t]/, "", key)
				keys++
				if (key != name) { printf "%s:%d: the scenario is called %s and should be %s, as the file\n", file, NR, key, name }
			}
			END { if (!keys) { printf "%s:1: has no scenario\n", file } }
		' "$file"
	done
}

# taken_names ROOT: rules of a site whose names the pack, in the current directory, uses.
taken_names() {
	(cd "$1" && find rules -name '*.rego' ! -name '*_test.rego') | LC_ALL=C sort | while IFS= read -r file; do
		[ ! -f "$file" ] || echo "$1/$file:1: the pack has a rule of this name"
	done
}

# in_root ROOT FILE: as it is named to people.
in_root() {
	if [ "$1" = . ]; then echo "$2"; else echo "$1/$2"; fi
}
