# METADATA
# scope: package
# description: How messages name things, so that they read alike in every rule.
# schemas:
#   - input: schema.review
package tagout.words

# A VM or host by its name, else by its id.
name(thing) := thing.name if thing.name

else := thing.id

vm := name(input.vm)

host := name(input.host)

# Whose scan it was and when, as "osquery scan of 2026-11-23T09:00:00Z".
scan(fact) := sprintf("%s scan of %s", [fact.source, fact.observedAt]) if fact.source

else := sprintf("scan of %s", [fact.observedAt])

# From when a fact is and who saw it: what details say of the fact that was judged. Source null where it names none.
seen(fact) := {"observedAt": fact.observedAt, "source": object.get(fact, "source", null)}

# The first five, and how many more there are: a message is read at a terminal, the details have all.
listed(items) := concat(", ", items) if count(items) <= 5

else := sprintf("%s and %d more", [concat(", ", array.slice(items, 0, 5)), count(items) - 5])
