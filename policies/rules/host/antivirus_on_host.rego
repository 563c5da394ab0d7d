# METADATA
# title: Antivirus on the host
# description: Antivirus runs in the VMs and not on the host, unless its product is exempt.
# schemas:
#   - input: schema.review
# custom:
#   why: |
#     In 2008 antivirus on the parent broke VMs by locking their files and scanned each of them from a place where it can do most
#     harm. NIST SP 800-125A wants some introspection from outside: a site that runs such a sensor on purpose names its product as
#     exempt.
#   needs: [host.system.antivirus.installed]
#   severity: low
#   remediation: none
#   controls: ["nist-800-53:CM-7", "nist-800-53:SI-3"]
package tagout.rules.host.antivirus_on_host

import data.tagout.names
import data.tagout.parameters
import data.tagout.result
import data.tagout.words

# There is one, and it is not exempt.
violation contains v if {
	input.host.system.antivirus.installed
	count(names.outside({_product}, _parameters.exempt_products)) > 0
	v := result.violation(rego.metadata.chain(), "host", {
		"message": sprintf("host %s has antivirus of its own (%s)", [words.host, _product]),
		"fix": "Remove it from the host and protect the VMs from inside, or name it as exempt.",
		"details": object.union(words.seen(input.host.system), {"product": _product}),
	})
}

# Nobody has said whether there is one.
violation contains v if some v in result.unknown(rego.metadata.chain())

_parameters := parameters.of.host.antivirus_on_host

_product := object.get(input.host.system.antivirus, "product", "product not named")
