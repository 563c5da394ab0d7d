/**
 * Runs: the state machine, its rows, its outcome messages, and its HTTP side. When to act, and how,
 * stands elsewhere; nothing here talks to a hypervisor or to policy-evaluation.
 */
package dev.tagout.remediation.run;
