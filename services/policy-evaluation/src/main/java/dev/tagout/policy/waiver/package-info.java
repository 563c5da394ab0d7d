/**
 * Who may pass a rule for a while, and who said so: requests, approvals, revocations. What a waiver
 * does to a review is in {@code evaluation}.
 */
package dev.tagout.policy.waiver;
