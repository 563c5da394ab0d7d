/**
 * The record: what was decided, waived and activated, sealed so that nobody changes it unseen, and
 * dropped when it is old enough. Beside the hot path: nothing here is called by a decision.
 */
package dev.tagout.policy.record;
