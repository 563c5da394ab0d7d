/**
 * Verdicts in: what each asks for is decided here, by one function, and recorded as a run. Knows no
 * hypervisor, and does nothing to any VM.
 */
package dev.tagout.remediation.verdict;
