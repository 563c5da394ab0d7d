package dev.tagout.remediation.safety;

/**
 * How many VMs were begun to be stopped within the window of the limits.
 *
 * @param site in all
 * @param tier of the tier in question
 * @param group on hosts of the group in question, 0 when there is none
 */
public record Acted(long site, long tier, long group) {}
