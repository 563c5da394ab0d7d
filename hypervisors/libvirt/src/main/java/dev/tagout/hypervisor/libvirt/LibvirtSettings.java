package dev.tagout.hypervisor.libvirt;

import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.hypervisor.HypervisorSettings;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A libvirt host as configured.
 *
 * @param uri libvirt's own notation, such as {@code qemu:///system} or {@code
 *     qemu+tls://host-a/system}
 * @param configured empty when no name is configured: then the host is what it calls itself
 */
record LibvirtSettings(String uri, Optional<HostIdentity> configured) {
  /**
   * @throws IllegalArgumentException that names the setting which is wrong
   */
  static LibvirtSettings of(HypervisorSettings settings) {
    if (settings.uri() == null || settings.uri().isBlank()) {
      throw new IllegalArgumentException("uri: is required, such as qemu:///system");
    }
    if (!settings.properties().isEmpty()) {
      throw new IllegalArgumentException(
          "properties: not known to libvirt's adapter: "
              + new TreeSet<>(settings.properties().keySet()));
    }
    return new LibvirtSettings(settings.uri().strip(), identity(settings.name()));
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
