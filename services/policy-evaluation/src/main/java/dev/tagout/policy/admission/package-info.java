/** The gate: a start hook asks and waits. */
package dev.tagout.policy.admission;
