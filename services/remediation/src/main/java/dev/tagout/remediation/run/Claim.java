package dev.tagout.remediation.run;

import java.util.UUID;

/**
 * A run that one replica works on, as it was when it was claimed.
 *
 * @param owner the replica
 * @param generation of the run then: a verdict that came later has another
 */
public record Claim(Run run, UUID owner, long generation) {}
