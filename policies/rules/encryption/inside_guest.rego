# METADATA
# title: Encryption inside the guest
# description: Volumes are encrypted on the host and not in the VM, unless the VM has a virtual TPM.
# schemas:
#   - input: schema.review
# custom:
#   why: |
#     The practice of 2008: a key that is typed at each start keeps a VM from starting unattended, and lies in its memory anyway.
#     Shielded VMs of today do encrypt inside, with a virtual TPM that keeps the key; the rule lets them.
#   needs: [vm.configuration.tpm, vm.protection.encryption.insideGuest]
#   severity: low
#   remediation: none
#   controls: ["nist-800-53:SC-28"]
package tagout.rules.encryption.inside_guest

import data.tagout.result
import data.tagout.words

# It encrypts inside and has no virtual TPM to keep the key.
violation contains v if {
	input.vm.protection.encryption.insideGuest
	input.vm.configuration.tpm == false
	v := result.violation(rego.metadata.chain(), "vm", {
		"message": sprintf("%s encrypts its volumes inside and has no virtual TPM", [words.vm]),
		"fix": "Encrypt on the host instead, or give the VM a virtual TPM.",
		"details": words.seen(input.vm.protection),
	})
}

# Nobody has said whether it does, lately; or it does, and nobody has said whether it has a virtual TPM.
violation contains v if {
	some v in result.unknown(rego.metadata.chain())
	_matters(v.details.fact)
}

_matters("vm.protection.encryption.insideGuest")

# What does not encrypt inside needs no virtual TPM for that.
_matters("vm.configuration.tpm") if not input.vm.protection.encryption.insideGuest == false
