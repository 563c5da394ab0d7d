/**
 * Tickets: standing verdicts, signed, by which a host decides while the gate cannot be asked, and
 * what hosts tell of them afterwards. What a decision is does not stand here.
 */
package dev.tagout.policy.ticket;
