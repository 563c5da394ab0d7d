# METADATA
# title: Too long on a maintenance host
# description: A VM runs on a maintenance host for at most so many hours. Said of VMs that run; nobody is kept from starting there.
# schemas:
#   - input: schema.review
# custom:
#   why: |
#     On a maintenance host the rules on updates of the VM do not hold, so that it can be patched. What stays there has found a
#     place without them.
#   needs: []
#   severity: medium
#   remediation: notify
#   controls: ["nist-800-53:SI-2"]
package tagout.rules.patch.maintenance_overstay

import data.tagout.parameters
import data.tagout.result
import data.tagout.times
import data.tagout.words

# It is there as long as it may be, or longer.
violation contains v if {
	_ends <= times.at
	v := result.violation(rego.metadata.chain(), "vm", {
		"message": sprintf("%s runs on maintenance host %s since %s, which was allowed until %s", [words.vm, words.host, input.vm.runningSince, times.text(_ends)]),
		"fix": "Scan it, and move it to a host of its tier.",
		"details": {"runningSince": input.vm.runningSince, "until": times.text(_ends), "maxHours": _parameters.max_hours},
	})
}

# Its time there ends.
valid_until contains times.text(_ends) if {
	_parameters.action != "off"
	_ends > times.at
}

_parameters := parameters.of.patch.maintenance_overstay

_ends := times.ns(input.vm.runningSince) + times.hours(_parameters.max_hours) if input.host.maintenance
