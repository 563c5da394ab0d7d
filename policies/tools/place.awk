# Finds where a setting stands in a YAML or JSON file: `awk -v path=default.max_age_hours -f place.awk FILE` prints "LINE MATCHED", the
# line of the last key of the path that was found, in the order of the path, and how many keys were found.

BEGIN {
	keys = split(path, key, ".")
	next_key = 1
	line = 1
}

/^[ \t]*#/ { next }

{
	rest = $0
	while (next_key <= keys) {
		name = key[next_key]
		gsub(/[^A-Za-z0-9_-]/, ".", name)
		if (!match(rest, "(^|[ \t{,\"'])" name "[\"']?[ \t]*:")) break
		rest = substr(rest, RSTART + RLENGTH)
		line = NR
		next_key++
	}
}

END { print line, next_key - 1 }
