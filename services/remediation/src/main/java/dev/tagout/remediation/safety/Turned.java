package dev.tagout.remediation.safety;

import java.time.Instant;

/**
 * A VM that became one that is to be stopped.
 *
 * @param at then
 * @param running whether it still runs
 */
public record Turned(Instant at, boolean running) {}
