# METADATA
# scope: package
# description: |
#   Names of roles, editions and applications, against a list of a parameter. Case does not count, nor whether words are parted by
#   space, hyphen or underscore; an entry that ends with `*` stands for all names that begin so.
package tagout.names

# Those of the names that the list has, as they were observed.
inside(found, list) := {name |
	some name in found
	_is_listed(_plain(name), exact, beginnings)
} if {
	exact := {_plain(entry) | some entry in list; not endswith(entry, "*")}
	beginnings := {_plain(trim_suffix(entry, "*")) | some entry in list; endswith(entry, "*")}
}

# Those that it has not.
outside(found, list) := {name | some name in found} - inside(found, list)

_is_listed(name, exact, _) if name in exact

_is_listed(name, _, beginnings) if {
	some beginning in beginnings
	startswith(name, beginning)
}

_plain(name) := lower(replace(replace(name, " ", "-"), "_", "-"))
