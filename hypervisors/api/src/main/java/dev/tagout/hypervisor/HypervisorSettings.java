package dev.tagout.hypervisor;

import java.util.Map;

/**
 * One hypervisor as configured under {@code tagout.hypervisors.<name>.*}.
 *
 * @param name the configured name; a host's id is made from it where an adapter has one host
 * @param type the adapter's {@link HypervisorAdapter#type()}
 * @param uri where it is, in the adapter's own notation
 * @param properties whatever else the adapter knows; unknown ones are refused by it
 */
public record HypervisorSettings(
    String name, String type, String uri, Map<String, String> properties) {
  public HypervisorSettings {
    properties = Map.copyOf(properties);
  }
}
