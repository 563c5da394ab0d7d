# METADATA
# description: What the tests start from.
package tagout.fixtures

# A VM that is fit to run where it would run, at 2026-11-23T10:00:00Z.
fit := {
	"review": {
		"id": "review-1",
		"point": "POWER_ON",
		"operation": "START",
		"at": "2026-11-23T10:00:00Z",
	},
	"vm": {
		"id": "simulator:web-01",
		"name": "web-01",
		"tier": "internal",
		"patch": {
			"observedAt": "2026-11-23T09:00:00Z",
			"source": "osquery",
			"missing": [],
		},
	},
	"host": {
		"id": "simulator:alpha",
		"name": "alpha",
		"tier": "internal",
	},
	"residents": [],
}

# The same with some facts changed.
but(facts) := object.union(fit, facts)

# The same without some facts, given as paths.
without(paths) := json.remove(fit, paths)

# The site's parameters for one rule.
site(category, name, layers) := {"parameters": {"rules": {category: {name: layers}}}}
