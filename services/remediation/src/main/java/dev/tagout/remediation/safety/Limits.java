package dev.tagout.remediation.safety;

import dev.tagout.contracts.remediation.HoldCause;
import dev.tagout.remediation.RemediationConfig;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * So many VMs may be stopped within a window. All limits that a VM is counted under must have room.
 *
 * @param site in all
 * @param tiers by tier; one that is not named is bounded by the site's alone
 * @param groups the same by host group
 */
public record Limits(
    int site, Map<String, Integer> tiers, Map<String, Integer> groups, Duration window) {
  public Limits {
    tiers = Map.copyOf(tiers);
    groups = Map.copyOf(groups);
  }

  public static Limits of(RemediationConfig.Limits config) {
    return new Limits(config.actions(), config.tiers(), config.hostGroups(), config.window());
  }

  /** Empty when there is room for one more. */
  public Optional<Hold> hold(Scope scope, Acted acted) {
    return reached("the limit", site, acted.site())
        .or(
            () ->
                reached("the limit of tier " + scope.tier(), tiers.get(scope.tier()), acted.tier()))
        .or(
            () ->
                scope.group() == null
                    ? Optional.empty()
                    : reached(
                        "the limit of host group " + scope.group(),
                        groups.get(scope.group()),
                        acted.group()));
  }

  private Optional<Hold> reached(String what, Integer limit, long acted) {
    return limit == null || acted < limit
        ? Optional.empty()
        : Optional.of(
            new Hold(
                HoldCause.LIMIT,
                "%s is reached: %s stopped within %s; approve this run, or cancel it"
                    .formatted(what, acted, window)));
  }
}
