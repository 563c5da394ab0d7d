# METADATA
# scope: package
# description: |
#   Names of people as sources report them: `alice`, `CORP\alice`, `alice@corp.example`, `.\alice`. Case does not count: on Windows
#   and in directories it never does, and two people of one Unix host who differ only by it are a trap of their own.
# schemas:
#   - input: schema.review
package tagout.accounts

import data.tagout.words

# Whether two names may be those of one person. Where both name a domain in the same way, the domains must be equal; where one names
# none, or each in its own way (`CORP\alice`, `alice@corp.example`), the account decides: only the directory could tell more.
may_be_same(name, other) if {
	_parts(name).account == _parts(other).account
	not _in_other_domain(_parts(name), _parts(other))
}

# Whether a list has the name of someone with rights on the host under review. Stricter: the whole name, or for an account of the host
# itself (`alice`, `.\alice`, or `<host name>\alice`) the account without a domain, so that one entry is good for all hosts.
listed(name, list) if {
	some entry in list
	lower(entry) in _spellings(name)
}

# The distinct ones, in lower case.
distinct(list) := {lower(name) | some name in list}

_in_other_domain(one, other) if {
	one.form == other.form
	one.domain != other.domain
}

_spellings(name) := {lower(name)} if not _is_local(_parts(name))

_spellings(name) := {lower(name), account, concat("\\", [".", account])} if {
	_is_local(_parts(name))
	account := _parts(name).account
}

_is_local(parts) if parts.form == "none"

_is_local(parts) if {
	parts.form == "prefix"
	parts.domain == lower(split(words.host, ".")[0])
}

_parts(name) := _parted(lower(name))

# A domain that is a dot is the machine itself.
_parted(name) := {"form": "none", "domain": "", "account": trim_prefix(name, ".\\")} if startswith(name, ".\\")

else := {"form": "prefix", "domain": parts[0], "account": concat("\\", array.slice(parts, 1, count(parts)))} if {
	parts := split(name, "\\")
	count(parts) > 1
}

else := {"form": "suffix", "domain": parts[count(parts) - 1], "account": concat("@", array.slice(parts, 0, count(parts) - 1))} if {
	parts := split(name, "@")
	count(parts) > 1
}

else := {"form": "none", "domain": "", "account": name}
