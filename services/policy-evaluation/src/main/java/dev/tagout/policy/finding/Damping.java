package dev.tagout.policy.finding;

import java.time.Duration;

/**
 * How what comes and goes is kept from drowning those who read of it.
 *
 * @param patience so long a rule that lacks a fact may last before it is told: the facts of a new
 *     VM come one after the other
 * @param quiet when nothing changed for so long, what was held back is told, and a matter that is
 *     over and comes again is a new one
 * @param longest so long a change is held back at most
 * @param free so many changes of a matter are told at once before they are held back
 */
public record Damping(Duration patience, Duration quiet, Duration longest, int free) {}
