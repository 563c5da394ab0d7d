/**
 * Decisions, verdicts and violations as they leave policy-evaluation. No evaluation stands here.
 */
package dev.tagout.contracts.decision;
