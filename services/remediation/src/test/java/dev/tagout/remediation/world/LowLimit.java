package dev.tagout.remediation.world;

import java.util.HashMap;
import java.util.Map;

/** As the lab, but the first VM that is stopped is the last. */
public final class LowLimit extends Lab {
  @Override
  public Map<String, String> getConfigOverrides() {
    Map<String, String> settings = new HashMap<>(super.getConfigOverrides());
    settings.put("tagout.remediation.limits.actions", "1");
    return settings;
  }
}
