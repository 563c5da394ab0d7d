package tagout.rules.patch.unknown_test

import data.tagout.fixtures
import data.tagout.rules.patch.unknown as rule

test_violation_never_scanned if {
	rule.violation == {_violation} with input as _unscanned
}

test_violation_without_host if {
	rule.violation == {_violation} with input as object.remove(_unscanned, ["host", "residents"])
}

test_violation_of_site_that_warns if {
	rule.violation == {object.union(_violation, {"action": "warn"})} with input as _unscanned
		with data.site as fixtures.site("patch", "unknown", {"default": {"unknown_action": "warn"}})
}

test_no_violation_scanned if {
	rule.violation == set() with input as fixtures.fit
}

test_no_violation_on_maintenance_host if {
	rule.violation == set() with input as object.union(_unscanned, {"host": {"maintenance": true}})
}

test_no_violation_when_off if {
	rule.violation == set() with input as _unscanned
		with data.site as fixtures.site("patch", "unknown", {"default": {"unknown_action": "off"}})
}

_unscanned := fixtures.without(["vm/patch"])

_violation := {
	"rule": "patch/unknown",
	"action": "deny",
	"severity": "high",
	"kind": "unknown",
	"message": "web-01 has no patch scan",
	"fix": "Scan web-01 for missing updates, on a maintenance host if it has to run for that.",
	"subject": "vm",
	"controls": ["nist-800-53:SI-2(2)"],
	"details": {"fact": "vm.patch"},
	"remediation": "notify",
}
