# METADATA
# scope: package
# description: The only place that knows what a violation looks like.
package tagout.result

import data.tagout.facts
import data.tagout.parameters

# The violation of the rule whose metadata this is, or undefined when the rule is off.
# `found` has message, fix and details; what is left out is taken from the metadata, for a rule must not fall silent over it.
violation(chain, subject, found) := _built(chain, "violated", subject, found)

# A violation of kind `unknown` for a detail that is missing from a fact which is there, so that the rule cannot judge.
unclear(chain, subject, found) := _built(chain, "unknown", subject, found)

# One violation of kind `unknown` for each group of facts that the rule needs and nobody knows.
unknown(chain) := {v |
	some group in object.get(_annotations(chain), ["custom", "needs"], [])
	v := _built(chain, "unknown", facts.subject(group), facts.absent(group))
}

_built(chain, kind, subject, found) := {
	"rule": _rule(path),
	"action": action,
	"severity": object.get(custom, "severity", "high"),
	"kind": kind,
	"message": object.get(found, "message", object.get(annotations, "title", _rule(path))),
	"fix": object.get(found, "fix", object.get(annotations, "description", "")),
	"subject": subject,
	"controls": object.get(custom, "controls", []),
	"details": object.get(found, "details", {}),
	"remediation": _remediation(kind, object.get(custom, "remediation", "notify")),
} if {
	path := chain[0].path
	annotations := _annotations(chain)
	custom := object.get(annotations, "custom", {})
	action := _action(kind, path)
	action != "off"
}

# A rule of the site's own is told from one of ours that has the same name. An engine that keeps several revisions apart may have
# appended something to the root's name.
_rule(path) := concat("/", array.slice(path, 2, 4)) if startswith(path[0], "tagout")

else := concat("/", ["site", path[2], path[3]])

_annotations(chain) := link.annotations if {
	some link in chain
	link.annotations.scope == "package"
}

else := {}

# A rule for which nobody set an action denies, and what it cannot judge is treated like what it finds.
_action("violated", path) := _word(object.get(_settings(path), "action", "deny"))

_action("unknown", path) := _word(object.get(_settings(path), "unknown_action", object.get(_settings(path), "action", "deny")))

_settings(path) := parameters.of[path[2]][path[3]] if parameters.of[path[2]][path[3]]

else := {}

_word(action) := action if action in {"deny", "warn", "dryrun", "off"}

# A misspelt word must not loosen anything.
else := "deny"

# Nothing is done to a VM because of what is not known, beyond telling.
_remediation("violated", remediation) := remediation

_remediation("unknown", "none") := "none"

_remediation("unknown", remediation) := "notify" if remediation != "none"
