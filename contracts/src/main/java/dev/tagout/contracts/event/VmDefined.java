package dev.tagout.contracts.event;

import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.json.Require;

/**
 * A VM is defined on a host, or its definition changed. Says nothing about whether it runs.
 *
 * @param name as people call it; may change, is no identity
 * @param configuration null where the hypervisor did not say
 */
public record VmDefined(String name, HostId host, VmConfiguration configuration)
    implements EventData.Lifecycle {
  public VmDefined {
    Require.text(name, 255, "name");
    Require.present(host, "host");
  }
}
