package dev.tagout.remediation.breaker;

/**
 * A person reset a tier's breaker. Observed in the transaction that does it, and after it.
 *
 * @param reason for people: who did, and why
 */
public record BreakerReset(String tier, String reason) {}
