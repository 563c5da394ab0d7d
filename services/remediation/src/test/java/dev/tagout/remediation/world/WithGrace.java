package dev.tagout.remediation.world;

import java.util.HashMap;
import java.util.Map;

/** As the lab, but a guest has a moment to shut down. */
public final class WithGrace extends Lab {
  @Override
  public Map<String, String> getConfigOverrides() {
    Map<String, String> settings = new HashMap<>(super.getConfigOverrides());
    settings.put("tagout.remediation.power-off.grace", "300MS");
    return settings;
  }
}
