/**
 * What another policy would mean: for decisions of the past, for the fleet as it stands, and for
 * one VM. Nothing is recorded here, and nothing here stands between a start hook and its answer.
 */
package dev.tagout.policy.impact;
