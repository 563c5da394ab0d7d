/** What surrounds remediation in its tests: verdicts, a hypervisor, and policy-evaluation. */
package dev.tagout.remediation.world;
