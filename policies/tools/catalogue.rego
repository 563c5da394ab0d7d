# METADATA
# scope: package
# description: |
#   What a bundle says of its rules, as data: for whoever lists rules and checks parameters. The input has the `modules` and the schema
#   of `tiers` and the one of `facts`. No part of a bundle; what it makes is.
package tools.catalogue

import data.tools.modules

document := {"rules": rules, "tiers": input.tiers, "facts": input.facts} if rules := modules.rules with input as input.modules
