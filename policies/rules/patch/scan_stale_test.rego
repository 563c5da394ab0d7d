package tagout.rules.patch.scan_stale_test

import data.tagout.fixtures
import data.tagout.rules.patch.scan_stale as rule

test_violation_stale if {
	rule.violation == {_stale} with input as _old
	rule.valid_until == set() with input as _old
}

test_violation_untrusted_source if {
	rule.violation == {_untrusted} with input as fixtures.fit with data.site as _trusts_wua
	rule.valid_until == {"2026-11-30T09:00:00Z"} with input as fixtures.fit with data.site as _trusts_wua
}

test_violation_no_source_where_some_are_trusted if {
	expected := object.union(_untrusted, {
		"message": "web-01: the scan of 2026-11-23T09:00:00Z does not come from a trusted source",
		"details": {"source": null},
	})
	rule.violation == {expected} with input as fixtures.without(["vm/patch/source"]) with data.site as _trusts_wua
}

test_violation_stale_and_untrusted if {
	untrusted := object.union(_untrusted, {
		"message": "web-01: the osquery scan of 2026-11-15T10:00:00Z does not come from a trusted source",
		"details": {"observedAt": "2026-11-15T10:00:00Z"},
	})
	rule.violation == {_stale, untrusted} with input as _old with data.site as _trusts_wua
}

test_violation_dry_run if {
	rule.violation == {object.union(_stale, {"action": "dryrun"})} with input as _old
		with data.site as _site({"default": {"action": "dryrun"}})
}

test_no_violation_fresh if {
	rule.violation == set() with input as fixtures.fit
	rule.valid_until == {"2026-11-30T09:00:00Z"} with input as fixtures.fit
}

test_no_violation_trusted_source if {
	rule.violation == set() with input as fixtures.fit
		with data.site as _site({"tiers": {"internal": {"trusted_sources": ["wua", "osquery"]}}})
}

test_no_violation_without_scan if {
	rule.violation == set() with input as fixtures.without(["vm/patch"]) with data.site as _trusts_wua
}

test_no_violation_on_maintenance_host if {
	reviewed := object.union(_old, {"host": {"maintenance": true}})
	rule.violation == set() with input as reviewed with data.site as _trusts_wua
}

test_no_violation_when_off if {
	rule.violation == set() with input as _old with data.site as _site({"default": {"action": "off"}})
	rule.valid_until == set() with input as fixtures.fit with data.site as _site({"default": {"action": "off"}})
}

test_violation_without_scan_where_the_site_says_so if {
	rule.violation == {object.union(_violation, {
		"kind": "unknown",
		"message": "web-01 has no patch scan",
		"fix": "Scan web-01 for missing updates, on a maintenance host if it has to run for that.",
		"details": {"fact": "vm.patch"},
	})} with input as fixtures.without(["vm/patch"])
		with data.site as _site({"default": {"unknown_action": "deny"}})
}

_old := fixtures.but({"vm": {"patch": {"observedAt": "2026-11-15T10:00:00Z"}}})

_site(layers) := fixtures.site("patch", "scan_stale", layers)

_trusts_wua := _site({"default": {"trusted_sources": ["wua"]}})

_violation := {
	"rule": "patch/scan_stale",
	"action": "deny",
	"severity": "medium",
	"kind": "violated",
	"subject": "vm",
	"controls": ["nist-800-53:SI-2(2)"],
	"remediation": "notify",
}

_stale := object.union(_violation, {
	"message": "web-01: the osquery scan of 2026-11-15T10:00:00Z is stale since 2026-11-22T10:00:00Z",
	"fix": "Scan web-01 again; a scan holds for 168 hours.",
	"details": {
		"reason": "stale",
		"staleFrom": "2026-11-22T10:00:00Z",
		"maxAgeHours": 168,
		"observedAt": "2026-11-15T10:00:00Z",
		"source": "osquery",
	},
})

_untrusted := object.union(_violation, {
	"message": "web-01: the osquery scan of 2026-11-23T09:00:00Z does not come from a trusted source",
	"fix": "Scan it with one of: wua.",
	"details": {
		"reason": "untrusted",
		"trustedSources": ["wua"],
		"observedAt": "2026-11-23T09:00:00Z",
		"source": "osquery",
	},
})
