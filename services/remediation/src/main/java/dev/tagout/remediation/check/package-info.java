/**
 * Whether a run's verdict still stands, asked of policy-evaluation right before acting. Without an
 * answer nothing is done; what is done stands elsewhere.
 */
package dev.tagout.remediation.check;
