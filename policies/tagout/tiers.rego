# METADATA
# scope: package
# description: Security levels, by name; the order is a parameter.
package tagout.tiers

# Lowest first.
order := data.site.parameters.tiers.order if data.site.parameters.tiers.order

else := data.parameters.tiers.order

# The place of a tier in the order. Undefined for a name that is not in it, and such a tier counts as unknown.
rank[tier] := place if some place, tier in order

# What is asked of a VM whose tier is not known.
highest := order[count(order) - 1]
