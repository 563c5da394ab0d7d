/** Messages as the outbox takes them. Knows their form, and nothing of what they say. */
package dev.tagout.policy.message;
