# METADATA
# description: What the tests start from.
package tagout.fixtures

# A VM that is fit to run where it would run, at 2026-11-23T10:00:00Z, with all groups of facts: fixtures/vms.yaml.
fit := data.fixtures.fit

# The same with some facts changed.
but(facts) := object.union(fit, facts)

# The same without some facts, given as paths.
without(paths) := json.remove(fit, paths)

# The same without some facts, and with others.
changed(paths, facts) := object.union(without(paths), facts)

# The site's parameters for one rule.
site(category, name, layers) := {"parameters": {"rules": {category: {name: layers}}}}
