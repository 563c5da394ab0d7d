# METADATA
# title: No patch scan
# description: There is a patch scan of the VM. The other rules on its updates leave it to this one to say so when there is none.
# schemas:
#   - input: schema.review
# custom:
#   why: |
#     What nobody has looked at is not known to be fit.
#   needs: [vm.patch]
#   severity: high
#   remediation: notify
#   controls: ["nist-800-53:SI-2(2)"]
package tagout.rules.patch.unknown

import data.tagout.result

# Nobody has scanned the VM, and it is not on a maintenance host, where it would be.
violation contains v if {
	not input.host.maintenance
	some v in result.unknown(rego.metadata.chain())
}
