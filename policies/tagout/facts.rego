# METADATA
# scope: package
# description: Which of the facts that a rule needs are not known, and how to say so.
# schemas:
#   - input: schema.review
package tagout.facts

import data.tagout.parameters
import data.tagout.tiers
import data.tagout.times
import data.tagout.words

# The subject that a group of facts belongs to.
subject(group) := "vm" if startswith(group, "vm.")

else := "host"

# Says that a group of facts is not known, or is too old to count. Undefined when it counts, or when it is a host's and there is no host
# to judge.
absent(group) := said if {
	_applies(group)
	not _known(group)
	said := _said(group)
}

else := {
	"message": sprintf("what is known of %s of %s is of %s, and counted until %s", [name, _called(group), fact.observedAt, times.text(old[name])]),
	"fix": sprintf("Let its source observe %s again.", [_called(group)]),
	"details": {
		"fact": group,
		"reason": "stale",
		"observedAt": fact.observedAt,
		"source": object.get(fact, "source", null),
		"until": times.text(old[name]),
	},
} if {
	_applies(group)
	name := concat(".", array.slice(split(group, "."), 0, 2))
	fact := object.get(input, split(name, "."), null)
	old[name] <= times.at
}

# When each group of facts gets too old, in nanoseconds.
old[group] := times.ns(fact.observedAt) + times.hours(hours) if {
	some group, hours in parameters.max_age_hours
	fact := object.get(input, split(group, "."), null)
	fact != null
}

_applies(group) if subject(group) == "vm"

_applies(_) if input.host

# A tier is known when it is one of the order: a name that nobody can compare is as good as none.
_known("vm.tier") if tiers.rank[input.vm.tier]

_known("host.tier") if tiers.rank[input.host.tier]

_known("residents") if input.residents

_known(group) if {
	not group in {"vm.tier", "host.tier"}
	object.get(input, split(group, "."), null) != null
}

# A tier that is not in the order is named: most often it is misspelt.
_said(group) := {
	"message": sprintf("%s has tier \"%s\", which is none of %s", [_called(group), thing.tier, concat(", ", tiers.order)]),
	"fix": sprintf("Assign one of these tiers to %s.", [_called(group)]),
	"details": {"fact": group, "tier": thing.tier, "tierSource": object.get(thing, "tierSource", null), "tiers": tiers.order},
} if {
	group in {"vm.tier", "host.tier"}
	thing := input[subject(group)]
	thing.tier
}

else := {
	"message": sprintf(saying.message, [_called(group)]),
	"fix": sprintf(saying.fix, [_called(group)]),
	"details": {"fact": group},
} if {
	saying := _sayings[group]
}

else := {
	"message": sprintf("%s of %s %s not known", [observed.thing, _called(group), observed.verb]),
	"fix": sprintf("Let a source observe %s: event %s.", [_called(group), observed.event]),
	"details": {"fact": group},
} if {
	observed := _observed[group]
}

# A group without words of its own is absent all the same.
else := {
	"message": sprintf("nothing is known of %s of %s", [group, _called(group)]),
	"fix": "Connect a source that observes it.",
	"details": {"fact": group},
}

_called(group) := words.vm if subject(group) == "vm"

_called(group) := sprintf("host %s", [words.host]) if subject(group) == "host"

_sayings := {
	"vm.tier": {
		"message": "%s has no tier",
		"fix": "Assign a tier to %s.",
	},
	"host.tier": {
		"message": "%s has no tier",
		"fix": "Assign a tier to %s.",
	},
	"residents": {
		"message": "it is not known which VMs run on %s",
		"fix": "Let the collector list the VMs of %s.",
	},
	"vm.patch": {
		"message": "%s has no patch scan",
		"fix": "Scan %s for missing updates, on a maintenance host if it has to run for that.",
	},
	"vm.admins": {
		"message": "it is not known who administers %s",
		"fix": "Assign administrators to %s, or let its hypervisor's metadata name them.",
	},
	"host.group": {
		"message": "%s has no host group",
		"fix": "Assign a host group to %s.",
	},
}

# What sources observe, and the event by which they tell it.
_observed := {
	"vm.configuration": {"thing": "the configuration", "verb": "is", "event": "dev.tagout.vm.defined.v1"},
	"vm.configuration.nics": {"thing": "the NICs", "verb": "are", "event": "dev.tagout.vm.defined.v1"},
	"vm.configuration.tpm": {"thing": "the virtual TPM", "verb": "is", "event": "dev.tagout.vm.defined.v1"},
	"vm.configuration.image": {"thing": "the image", "verb": "is", "event": "dev.tagout.vm.defined.v1"},
	"vm.protection.antivirus.installed": {"thing": "the antivirus", "verb": "is", "event": "dev.tagout.vm.protection-observed.v1"},
	"vm.protection.encryption.insideGuest": {"thing": "the encryption inside", "verb": "is", "event": "dev.tagout.vm.protection-observed.v1"},
	"vm.protection.health.attested": {"thing": "the health", "verb": "is", "event": "dev.tagout.vm.protection-observed.v1"},
	"vm.protection.ipsec": {"thing": "the protection of the traffic", "verb": "is", "event": "dev.tagout.vm.protection-observed.v1"},
	"host.access.administrators": {"thing": "the administrators", "verb": "are", "event": "dev.tagout.host.access-observed.v1"},
	"host.network": {"thing": "the NICs", "verb": "are", "event": "dev.tagout.host.network-observed.v1"},
	"host.patch": {"thing": "the patch state", "verb": "is", "event": "dev.tagout.host.patch-scanned.v1"},
	"host.storage.tpm.present": {"thing": "the TPM", "verb": "is", "event": "dev.tagout.host.storage-observed.v1"},
	"host.storage.volumes": {"thing": "the volumes", "verb": "are", "event": "dev.tagout.host.storage-observed.v1"},
	"host.system.antivirus.installed": {"thing": "the antivirus", "verb": "is", "event": "dev.tagout.host.system-observed.v1"},
	"host.system.applications": {"thing": "the applications", "verb": "are", "event": "dev.tagout.host.system-observed.v1"},
	"host.system.edition": {"thing": "the edition", "verb": "is", "event": "dev.tagout.host.system-observed.v1"},
	"host.system.startHook.state": {"thing": "the start hook", "verb": "is", "event": "dev.tagout.host.system-observed.v1"},
	"host.system.roles": {"thing": "the roles", "verb": "are", "event": "dev.tagout.host.system-observed.v1"},
}
