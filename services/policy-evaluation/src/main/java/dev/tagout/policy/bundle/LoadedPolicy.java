package dev.tagout.policy.bundle;

import dev.tagout.policy.evaluation.PolicyEngine;

/**
 * A revision that is ready to decide.
 *
 * @param catalogue its rules and their parameters
 */
public record LoadedPolicy(
    String revision, PolicyEngine engine, Tiers tiers, Catalogue catalogue) {}
