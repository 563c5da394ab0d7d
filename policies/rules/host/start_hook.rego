# METADATA
# title: Start hook missing or changed
# description: |
#   The start hook is on the host, its hypervisor would run it, and where the site has said which files it may be, it is one of them.
#   Judged is the file of the hook, neither its settings nor whether the hypervisor has noticed that it is there.
# schemas:
#   - input: schema.review
# custom:
#   why: |
#     Without its hook a host starts VMs without asking. Each of them is seen as a bypass, once it runs; this tells of the host itself,
#     also while nothing starts there. It warns and does not deny: where the hook is gone nobody asks, and where it is back, the fact
#     is corrected only when the host is observed again, so that denying would refuse the starts of a host that is mended. Where digests
#     are approved, a new version of the hook would refuse all starts until its digest is approved, too. A tier whose VMs shall not be on
#     such a host, not even by a standing verdict, sets `deny`. Who is root on a host can forge what is observed there.
#
#     That nobody has said anything of the hook is `off`, as a site need not observe it. One that does sets `unknown_action`, so that
#     it hears of a host that falls silent.
#   needs: [host.system.startHook.state]
#   severity: critical
#   remediation: none
#   controls: ["nist-800-53:AC-25", "nist-800-53:SI-7"]
package tagout.rules.host.start_hook

import data.tagout.parameters
import data.tagout.result
import data.tagout.words

# It is missing, or is not run.
violation contains v if {
	_hook.state != "installed"
	v := result.violation(rego.metadata.chain(), "host", {
		"message": sprintf("host %s %s", [words.host, _lack(_hook.state)]),
		"fix": "Install the hook on the host again, and find out who changed it and which VMs started since.",
		"details": _details,
	})
}

# It is run, and is none of those that the site has approved.
violation contains v if {
	_hook.state == "installed"
	count(_parameters.approved_sha256) > 0
	not _hook.sha256 in _parameters.approved_sha256
	_hook.sha256
	v := result.violation(rego.metadata.chain(), "host", {
		"message": sprintf("host %s has a start hook that is not approved: its SHA-256 is %s", [words.host, _hook.sha256]),
		"fix": "Install the approved hook on the host again, and find out who changed it and which VMs started since; or approve this one.",
		"details": _details,
	})
}

# It is run, and nobody knows which one it is.
violation contains v if {
	_hook.state == "installed"
	count(_parameters.approved_sha256) > 0
	not _hook.sha256
	v := result.unclear(rego.metadata.chain(), "host", {
		"message": sprintf("host %s has a start hook of which the SHA-256 is not known", [words.host]),
		"fix": "Let what observes the host read the file of the hook.",
		"details": _details,
	})
}

# Nobody has said whether there is one, of a host that should have it.
violation contains v if {
	split(input.host.id, ":")[0] in _parameters.platforms
	some v in result.unknown(rego.metadata.chain())
}

_parameters := parameters.of.host.start_hook

_hook := input.host.system.startHook

_details := object.union(
	words.seen(input.host.system),
	{"state": _hook.state, "sha256": object.get(_hook, "sha256", null)},
)

_lack("missing") := "has no start hook: it starts VMs without asking"

_lack("disabled") := "has a start hook that is not run: it starts VMs without asking"

# A word that a later version knows is judged as the worst.
_lack(state) := sprintf("has a start hook in state %s, which this version does not know", [state]) if {
	not state in {"missing", "disabled"}
}
