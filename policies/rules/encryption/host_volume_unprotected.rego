# METADATA
# title: Unencrypted volume with VM files
# description: |
#   Every volume of the host that holds files of VMs is encrypted: disks, configuration, snapshots, ISO and floppy images.
# schemas:
#   - input: schema.review
# custom:
#   why: |
#     Whoever carries away a disk of the host carries away every VM on it, and can start it elsewhere.
#   needs: [host.storage.volumes]
#   severity: high
#   remediation: none
#   controls: ["nist-800-53:SC-28", "nist-800-53:SC-28(1)"]
package tagout.rules.encryption.host_volume_unprotected

import data.tagout.result
import data.tagout.words

# One violation names all of them.
violation contains v if {
	count(_unprotected) > 0
	v := result.violation(rego.metadata.chain(), "host", {
		"message": sprintf("host %s keeps VM files on volumes that are not encrypted: %s", [words.host, words.listed(sort(_unprotected))]),
		"fix": "Encrypt them (BitLocker, LUKS, vSAN encryption).",
		"details": object.union(words.seen(input.host.storage), {"volumes": sort(_unprotected)}),
	})
}

# None of them is said to hold files of VMs, which must be somewhere.
violation contains v if {
	input.host.storage.volumes
	count([volume | some volume in input.host.storage.volumes; object.get(volume, "holdsVmFiles", true)]) == 0
	v := result.unclear(rego.metadata.chain(), "host", {
		"message": sprintf("it is not known on which volumes host %s keeps VM files", [words.host]),
		"fix": "Let the source that observes the volumes say which hold files of VMs.",
		"details": words.seen(input.host.storage),
	})
}

# Nobody has said which volumes it has.
violation contains v if some v in result.unknown(rego.metadata.chain())

# What is not known to hold no files of VMs counts as if it did, and what is not known to be encrypted is not.
_unprotected contains volume.path if {
	some volume in input.host.storage.volumes
	object.get(volume, "holdsVmFiles", true)
	not volume.encrypted
}
