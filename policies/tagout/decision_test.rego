package tagout.decision_test

import data.tagout.fixtures

test_decision_of_fit_vm if {
	data.tagout.decision == {"violations": [], "validUntil": "2026-11-30T09:00:00Z"} with input as fixtures.fit
}

test_decision_has_the_rules_of_the_site if {
	reviewed := fixtures.fit
	data.tagout.decision == {"violations": [{"rule": "site/network/example"}], "validUntil": "2026-11-24T10:00:00.25Z"} with input as reviewed
		with data.site.rules.network.example as {
			"violation": {{"rule": "site/network/example"}},
			"valid_until": {"2026-11-24T11:00:00.25+01:00", "2026-12-01T00:00:00Z"},
		}
}

test_decision_ignores_instants_that_are_over if {
	decision := data.tagout.decision with input as fixtures.fit
		with data.site.rules.network.example as {"violation": set(), "valid_until": {"2026-11-23T10:00:00Z"}}
	decision.validUntil == "2026-11-30T09:00:00Z"
}

test_decision_that_time_does_not_change if {
	reviewed := fixtures.without(["vm/patch", "vm/protection", "host/patch", "host/system", "host/network", "host/storage", "host/access"])
	decision := data.tagout.decision with input as reviewed
	decision.validUntil == null
	{violation.kind | some violation in decision.violations} == {"unknown"}
}

# A site whose general setting is looser, and whose setting for the tier is stricter.
test_decision_under_parameters_of_the_site if {
	reviewed := fixtures.but({"vm": {"patch": {"observedAt": "2026-11-22T09:00:00Z"}}})
	site := fixtures.site("patch", "scan_stale", {"default": {"max_age_hours": 720}, "tiers": {"internal": {"max_age_hours": 24}}})
	decision := data.tagout.decision with input as reviewed with data.site as site
	{[violation.rule, violation.message] | some violation in decision.violations} == {[
		"patch/scan_stale",
		"web-01: the osquery scan of 2026-11-22T09:00:00Z is stale since 2026-11-23T09:00:00Z",
	]}
}

# The least that the schema admits.
test_decision_of_vm_and_host_that_nobody_has_seen if {
	decision := data.tagout.decision with input as {
		"review": fixtures.fit.review,
		"vm": {"id": "simulator:web-01"},
		"host": {"id": "simulator:alpha"},
		"residents": [],
	}
	decision.validUntil == null
	{violation.kind | some violation in decision.violations} == {"unknown"}

	# Every group of facts that any rule needs is missed by somebody who denies or warns.
	{violation.details.fact | some violation in decision.violations} == {
		"vm.tier",
		"vm.admins",
		"vm.configuration",
		"vm.configuration.nics",
		"vm.configuration.tpm",
		"vm.patch",
		"vm.protection.antivirus.installed",
		"vm.protection.encryption.insideGuest",
		"vm.protection.health.attested",
		"vm.protection.ipsec",
		"host.tier",
		"host.access.administrators",
		"host.network",
		"host.patch",
		"host.storage.tpm.present",
		"host.storage.volumes",
		"host.system.antivirus.installed",
		"host.system.applications",
		"host.system.edition",
		"host.system.roles",
	}
}
