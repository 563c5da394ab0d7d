# METADATA
# title: Unknown tier
# description: |
#   The VM has a tier, and so has the host where it would run, of which it is known what else runs there. The other rules on tiers
#   leave it to this one to say so when that is not known. A tier that is not in the order counts as unknown.
# schemas:
#   - input: schema.review
# custom:
#   why: |
#     Rules on tiers can only be kept for what has one.
#   needs: [vm.tier, host.tier, residents]
#   severity: high
#   remediation: none
#   controls: ["nist-800-53:AC-4"]
package tagout.rules.tier.unknown

import data.tagout.result

# The VM or the host has no tier, or one that nobody can compare; or the host's residents are not known.
violation contains v if some v in result.unknown(rego.metadata.chain())
