package dev.tagout.policy.record;

import dev.tagout.contracts.remediation.RemediationOutcome;

/**
 * What became of a run, as remediation told it.
 *
 * @param event id of the message; the same when it comes again
 * @param body the message as it came, as JSON
 */
record ToldOutcome(String event, RemediationOutcome outcome, String body) {}
