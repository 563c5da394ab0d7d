package dev.tagout.hypervisor;

import java.time.Duration;
import java.util.Set;

/**
 * What an adapter can do.
 *
 * @param exposureWindow how long a VM that was started around the hook may run before it is seen:
 *     the adapter's own part, without decision and shutdown
 */
public record Capabilities(Set<Capability> capabilities, Duration exposureWindow) {
  public Capabilities {
    capabilities = Set.copyOf(capabilities);
  }
}
