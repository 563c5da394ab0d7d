package dev.tagout.hypervisor.libvirt;

import dev.tagout.contracts.id.HostId;
import java.net.URI;
import java.net.URISyntaxException;

/**
 * Who a libvirt host is.
 *
 * @param source of the events about it
 */
record HostIdentity(HostId id, String name, URI source) {
  /**
   * Throws {@link dev.tagout.contracts.json.ContractViolation} for a name of which no id can be
   * made.
   */
  static HostIdentity of(String name) {
    HostId id = HostId.of(DomainXml.PLATFORM, name);
    try {
      return new HostIdentity(id, name, new URI(null, null, "/libvirt/" + name, null));
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
