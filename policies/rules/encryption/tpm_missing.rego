# METADATA
# title: Host without a TPM in use
# description: Where the tier demands secure start-up, the host has a TPM, and uses it.
# schemas:
#   - input: schema.review
# custom:
#   why: |
#     Without a TPM nothing notices that what starts before the hypervisor was exchanged, and the keys of its volumes lie beside
#     them.
#   needs: [host.storage.tpm.present]
#   severity: medium
#   remediation: none
#   controls: ["nist-800-53:SI-7", "nist-800-53:SI-7(1)"]
package tagout.rules.encryption.tpm_missing

import data.tagout.parameters
import data.tagout.result
import data.tagout.words

# It has none, or does not use it.
violation contains v if {
	_parameters.required
	tpm := input.host.storage.tpm
	not _in_use(tpm)
	v := result.violation(rego.metadata.chain(), "host", {
		"message": sprintf("host %s %s", [words.host, _lack(tpm)]),
		"fix": "Enable the TPM, and bind secure start-up and the keys of the volumes to it.",
		"details": object.union(words.seen(input.host.storage), {"present": object.get(tpm, "present", null), "inUse": object.get(tpm, "inUse", null)}),
	})
}

# Nobody has said whether it has one.
violation contains v if {
	_parameters.required
	some v in result.unknown(rego.metadata.chain())
}

_parameters := parameters.of.encryption.tpm_missing

_in_use(tpm) if {
	tpm.present
	tpm.inUse
}

_lack(tpm) := "does not use its TPM" if {
	tpm.present
	tpm.inUse == false
}

else := "has a TPM that is not known to be in use" if tpm.present

else := "has no TPM"
