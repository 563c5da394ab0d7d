package dev.tagout.lab.world;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Where VMs are, for collector and remediation alike.
 *
 * @param name part of the ids of its hosts, so it is passed on as it is written
 * @param type which adapter speaks to it
 * @param properties whatever else that adapter knows
 */
public record Hypervisor(String name, String type, URI uri, Map<String, String> properties) {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

  public Hypervisor {
    properties = Map.copyOf(properties);
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "'%s' is no name: letters, digits, dots, dashes and underscores".formatted(name));
    }
  }

  /**
   * Reads {@code NAME=URI}.
   *
   * @throws IllegalArgumentException when it is not of that form
   */
  public static Hypervisor libvirt(String nameAndUri) {
    var parts = nameAndUri.split("=", 2);
    if (parts.length != 2 || parts[1].isBlank()) {
      throw new IllegalArgumentException("'%s' is not NAME=URI".formatted(nameAndUri));
    }
    return new Hypervisor(parts[0], "libvirt", URI.create(parts[1]), Map.of());
  }

  static Hypervisor simulator(int port) {
    return new Hypervisor(
        "simulator", "simulator", URI.create("http://127.0.0.1:" + port), Map.of());
  }

  /** Not by the environment, where a name would lose its case and its dashes. */
  List<String> asSystemProperties() {
    var prefix = "-Dtagout.hypervisors.\"%s\".".formatted(name);
    var all = new ArrayList<>(List.of(prefix + "type=" + type, prefix + "uri=" + uri));
    new TreeMap<>(properties)
        .forEach((key, value) -> all.add(prefix + "properties." + key + "=" + value));
    return all;
  }

  /** The same with one more property. */
  public Hypervisor with(String property, String value) {
    var more = new TreeMap<>(properties);
    more.put(property, value);
    return new Hypervisor(name, type, uri, more);
  }
}
