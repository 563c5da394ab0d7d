# METADATA
# title: VM on the management NIC
# description: No NIC of a VM is connected to the host's management NIC or its switch.
# schemas:
#   - input: schema.review
# custom:
#   why: |
#     From the management network every host, and so every VM, is one step away. A guest has no business there.
#   needs: [vm.configuration.nics, host.network]
#   severity: critical
#   remediation: quarantine
#   controls: ["nist-800-53:SC-7", "disa:V-207416"]
package tagout.rules.network.vm_on_management_nic

import data.tagout.nics
import data.tagout.result
import data.tagout.words

# One violation for each NIC that is connected to it.
violation contains v if {
	some nic in input.vm.configuration.nics
	lower(nic.network) in _management
	v := result.violation(rego.metadata.chain(), "vm", {
		"message": sprintf("%s has a NIC on %s, which is for management of host %s", [words.vm, nic.network, words.host]),
		"fix": "Connect it to a guest network.",
		"details": object.union(words.seen(input.vm.configuration), {"mac": object.get(nic, "mac", null), "network": nic.network}),
	})
}

# It is on a NIC that may be the one for management.
violation contains v if {
	some nic in input.vm.configuration.nics
	lower(nic.network) in _unclear
	not lower(nic.network) in _management
	v := result.unclear(rego.metadata.chain(), "vm", {
		"message": sprintf("%s has a NIC on %s, and it is not known whether host %s is managed by that", [words.vm, nic.network, words.host]),
		"fix": "Dedicate a NIC to management, and say what each NIC is for where that is observed.",
		"details": object.union(words.seen(input.vm.configuration), {"mac": object.get(nic, "mac", null), "network": nic.network}),
	})
}

# Of a NIC it is not known where it is connected.
violation contains v if {
	input.host.network
	some nic in input.vm.configuration.nics
	not nic.network
	v := result.unclear(rego.metadata.chain(), "vm", {
		"message": sprintf("%s has a NIC of which the network is not known", [words.vm]),
		"fix": "Connect it to a network that has a name.",
		"details": object.union(words.seen(input.vm.configuration), {"mac": object.get(nic, "mac", null)}),
	})
}

# Nobody has said which NICs the VM or the host has.
violation contains v if {
	input.host
	some v in result.unknown(rego.metadata.chain())
}

_management contains lower(name) if {
	some nic in _managing
	some name in [nic.name, object.get(nic, "switch", nic.name)]
}

_managing := [nic | some nic in input.host.network.nics; nics.is_for_management(nic)]

# Of a host without a NIC for management alone it is not known by which one it is managed.
_unclear contains lower(name) if {
	count(_managing) == 0
	some nic in input.host.network.nics
	not nics.is_for_guests_alone(nic)
	some name in [nic.name, object.get(nic, "switch", nic.name)]
}

_unclear contains lower(name) if {
	some nic in input.host.network.nics
	nics.is_of_unknown_use(nic)
	some name in [nic.name, object.get(nic, "switch", nic.name)]
}
