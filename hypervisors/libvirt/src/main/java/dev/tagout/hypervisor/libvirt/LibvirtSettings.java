package dev.tagout.hypervisor.libvirt;

import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.hypervisor.HypervisorSettings;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * A libvirt host as configured.
 *
 * @param uri libvirt's own notation, such as {@code qemu:///system} or {@code
 *     qemu+tls://host-a/system}
 * @param configured empty when no name is configured: then the host is what it calls itself
 * @param only UUIDs of the VMs that are told of and may be touched; empty when all are
 */
record LibvirtSettings(String uri, Optional<HostIdentity> configured, Set<String> only) {
  private static final String ONLY = "only";

  /**
   * @throws IllegalArgumentException that names the setting which is wrong
   */
  static LibvirtSettings of(HypervisorSettings settings) {
    if (settings.uri() == null || settings.uri().isBlank()) {
      throw new IllegalArgumentException("uri: is required, such as qemu:///system");
    }
    Set<String> unknown = new TreeSet<>(settings.properties().keySet());
    unknown.remove(ONLY);
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException("properties: not known to libvirt's adapter: " + unknown);
    }
    return new LibvirtSettings(
        settings.uri().strip(), identity(settings.name()), uuids(settings.properties().get(ONLY)));
  }

  /** Whether a VM is told of and may be touched. */
  boolean covers(String uuid) {
    return only.isEmpty() || only.contains(uuid.toLowerCase(Locale.ROOT));
  }

  private static Set<String> uuids(String list) {
    if (list == null) {
      return Set.of();
    }
    try {
      return Arrays.stream(list.split(","))
          .map(uuid -> UUID.fromString(uuid.strip()).toString())
          .collect(Collectors.toUnmodifiableSet());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("properties.only: must be UUIDs, separated by commas", e);
    }
  }

  /** Who the host is; asks it when no name is configured. */
  HostIdentity host(Connection connection) throws LibvirtFailure {
    if (configured.isPresent()) {
      return configured.get();
    }
    String name = connection.hostName();
    try {
      return HostIdentity.of(name);
    } catch (ContractViolation e) {
      throw new LibvirtFailure("the host's own name is no id; configure a name", e);
    }
  }

  private static Optional<HostIdentity> identity(String name) {
    if (name == null || name.isBlank()) {
      return Optional.empty();
    }
    try {
      return Optional.of(HostIdentity.of(name));
    } catch (ContractViolation e) {
      throw new IllegalArgumentException("name: " + e.problem(), e);
    }
  }
}
