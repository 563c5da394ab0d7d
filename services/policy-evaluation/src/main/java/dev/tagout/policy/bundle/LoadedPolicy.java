package dev.tagout.policy.bundle;

import dev.tagout.policy.evaluation.PolicyEngine;
import java.util.Set;

/**
 * A revision that is ready to decide.
 *
 * @param rules the ids of its rules and of the site's
 */
public record LoadedPolicy(String revision, PolicyEngine engine, Tiers tiers, Set<String> rules) {
  public LoadedPolicy {
    rules = Set.copyOf(rules);
  }
}
