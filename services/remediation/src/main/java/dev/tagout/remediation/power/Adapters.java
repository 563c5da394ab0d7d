package dev.tagout.remediation.power;

import dev.tagout.hypervisor.HypervisorAdapter;
import dev.tagout.hypervisor.HypervisorSettings;
import dev.tagout.hypervisor.PowerControl;
import dev.tagout.platform.config.HypervisorsConfig;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.TreeMap;

/** The adapters on the class path, by the type that configuration asks for. */
final class Adapters {
  private static final String PREFIX = "tagout.hypervisors.";

  private final SortedMap<String, HypervisorAdapter> byType = new TreeMap<>();

  Adapters(Iterable<HypervisorAdapter> adapters) {
    adapters.forEach(adapter -> byType.put(adapter.type(), adapter));
  }

  static Adapters onClassPath() {
    return new Adapters(ServiceLoader.load(HypervisorAdapter.class));
  }

  /**
   * A power control for each hypervisor, in the order of their names. None is connected yet.
   *
   * @throws ConfigurationException that names the setting which is wrong
   */
  List<PowerControl> powerControls(Map<String, HypervisorsConfig.Hypervisor> byName) {
    return new TreeMap<>(byName)
        .entrySet().stream().map(e -> powerControl(e.getKey(), e.getValue())).toList();
  }

  private PowerControl powerControl(String name, HypervisorsConfig.Hypervisor hypervisor) {
    HypervisorAdapter adapter =
        Optional.ofNullable(byType.get(hypervisor.type()))
            .orElseThrow(
                () ->
                    new ConfigurationException(
                        "%s%s.type is %s, known are %s"
                            .formatted(PREFIX, name, hypervisor.type(), byType.keySet())));
    try {
      return adapter.powerControl(
          new HypervisorSettings(
              name, hypervisor.type(), hypervisor.uri(), hypervisor.properties()));
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(PREFIX + name + ": " + e.getMessage(), e);
    }
  }
}
