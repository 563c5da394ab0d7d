package dev.tagout.remediation.world;

import java.util.HashMap;
import java.util.Map;

/** As the lab, with limits of a tier and a host group, and a storm that three VMs make. */
public final class ManyAtOnce extends Lab {
  @Override
  public Map<String, String> getConfigOverrides() {
    Map<String, String> settings = new HashMap<>(super.getConfigOverrides());
    settings.put("tagout.remediation.limits.tiers.narrow", "1");
    settings.put("tagout.remediation.limits.host-groups.finance", "1");
    settings.put("tagout.remediation.limits.host-groups.legal", "2");
    settings.put("tagout.remediation.breaker.at-least", "3");
    return settings;
  }
}
