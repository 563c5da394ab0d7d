package dev.tagout.hypervisor.libvirt;

import dev.tagout.contracts.event.VmConfiguration.Disk;
import dev.tagout.contracts.event.VmConfiguration.Nic;
import dev.tagout.contracts.json.ContractViolation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What becomes of a device in domain XML.
 *
 * <ul>
 *   <li>A NIC's network is the network, bridge, device, switch or socket that it is connected to;
 *       {@code user} for QEMU's user-mode network, {@code null} and {@code ethernet} for NICs that
 *       libvirt connects to nothing, {@code pci:…} or {@code usb:…} for one that is handed through.
 *   <li>A NIC's VLAN is the id of its one tag. A trunk is told as one NIC for each VLAN that it
 *       carries, so that a rule about VLANs sees them all and takes none of them for untagged.
 *   <li>A VLAN that stands in the network's definition or port group is in a domain's XML only
 *       while the domain runs; until then such a NIC has none.
 *   <li>A disk is what the VM can keep its data on ({@code disk} and {@code lun}). Removable media
 *       ({@code cdrom}, {@code floppy}) are left out.
 *   <li>A disk is encrypted where QEMU encrypts it: {@code encryption} below {@code disk} or its
 *       {@code source}. Encryption by the guest or below the host's file system is not seen here.
 * </ul>
 */
final class DeviceXml {
  static final int MAX_NICS = 512;

  /** Of all NICs together: one trunk with everything that there is, or many with some. */
  static final int MAX_VLANS = 4096;

  static final int MAX_DISKS = 2048;

  private static final int MAX_TEXT = 255;
  private static final int MAX_SOURCE = 4096;
  private static final int MAX_VLAN = 4095;

  private static final List<String> SOURCE_ATTRIBUTES =
      List.of(
          "address",
          "bridge",
          "dev",
          "dir",
          "file",
          "name",
          "network",
          "path",
          "pool",
          "port",
          "protocol",
          "switchid",
          "volume");

  /** What a source's children say, beside its attributes: no attribute's name ends so. */
  private static final String ADDRESS = "address/";

  private static final String ENCRYPTION = "encryption/";

  private DeviceXml() {}

  /** One, but of a trunk as many as it has tags. */
  static List<Nic> nics(XmlCursor xml) {
    String at = xml.path();
    String type = xml.attribute("type", MAX_TEXT).orElseThrow(() -> missing(at, "@type"));
    Map<String, String> source = Map.of();
    List<Integer> vlans = List.of();
    String mac = null;
    while (xml.nextChild()) {
      if (xml.is("source")) {
        source = attributes(xml, MAX_TEXT);
      } else if (xml.is("vlan")) {
        vlans = vlans(xml);
      } else {
        mac = xml.is("mac") ? xml.attribute("address", 64).orElse(null) : mac;
        xml.skip();
      }
    }
    String network = network(type, source, at);
    if (vlans.isEmpty()) {
      return List.of(new Nic(network, null, mac));
    }
    List<Nic> nics = new ArrayList<>(vlans.size());
    for (int vlan : vlans) {
      nics.add(new Nic(network, vlan, mac));
    }
    return nics;
  }

  /** Empty for removable media. */
  static Optional<Disk> disk(XmlCursor xml) {
    String at = xml.path();
    String type = xml.attribute("type", MAX_TEXT).orElse("file");
    String device = xml.attribute("device", MAX_TEXT).orElse("disk");
    Map<String, String> source = Map.of();
    boolean encrypted = false;
    while (xml.nextChild()) {
      if (xml.is("source")) {
        source = attributes(xml, MAX_SOURCE);
        encrypted |= source.containsKey(ENCRYPTION);
      } else {
        encrypted |= xml.is("encryption");
        xml.skip();
      }
    }
    return switch (device) {
      case "cdrom", "floppy" -> Optional.empty();
      case "disk", "lun" -> Optional.of(new Disk(path(type, source, at), encrypted));
      default -> throw new ContractViolation(at + "/@device", "is not known");
    };
  }

  private static String network(String type, Map<String, String> source, String at) {
    return switch (type) {
      case "network" -> required(source, "network", at);
      case "bridge" -> required(source, "bridge", at);
      case "direct", "vdpa" -> required(source, "dev", at);
      case "internal" -> required(source, "name", at);
      case "vhostuser" -> required(source, "path", at);
      case "vds" -> required(source, "switchid", at);
      case "hostdev" -> required(source, ADDRESS, at);
      case "mcast", "server", "client", "udp" ->
          type + ":" + source.getOrDefault("address", "") + ":" + required(source, "port", at);
      case "user", "ethernet", "null" -> type;
      default -> throw new ContractViolation(at + "/@type", "is not known");
    };
  }

  private static String path(String type, Map<String, String> source, String at) {
    return switch (type) {
      case "file" -> required(source, "file", at);
      case "block", "vhostvdpa" -> required(source, "dev", at);
      case "dir" -> required(source, "dir", at);
      case "volume" -> required(source, "pool", at) + "/" + required(source, "volume", at);
      case "network" -> required(source, "protocol", at) + ":" + source.getOrDefault("name", "");
      case "nvme" -> required(source, ADDRESS, at);
      case "vhostuser" -> required(source, "path", at);
      default -> throw new ContractViolation(at + "/@type", "is not known");
    };
  }

  /** The attributes of a source that name something, and what its children add to them. */
  private static Map<String, String> attributes(XmlCursor xml, int max) {
    Map<String, String> attributes = new HashMap<>();
    for (String name : SOURCE_ATTRIBUTES) {
      xml.attribute(name, max).ifPresent(value -> attributes.put(name, value));
    }
    while (xml.nextChild()) {
      if (xml.is("address")) {
        attributes.put(ADDRESS, address(xml));
      } else if (xml.is("encryption")) {
        attributes.put(ENCRYPTION, "");
      }
      xml.skip();
    }
    return attributes;
  }

  /** A device of the host, such as {@code pci:0000:03:10.1} or {@code usb:1:4}. */
  private static String address(XmlCursor xml) {
    String bus = bare(xml, "bus");
    return switch (xml.attribute("type", MAX_TEXT).orElse("pci")) {
      case "usb" -> "usb:" + bus + ":" + bare(xml, "device");
      default ->
          "pci:%s:%s:%s.%s"
              .formatted(bare(xml, "domain"), bus, bare(xml, "slot"), bare(xml, "function"));
    };
  }

  private static String bare(XmlCursor xml, String attribute) {
    String value = xml.attribute(attribute, 16).orElse("0");
    return value.startsWith("0x") ? value.substring(2) : value;
  }

  private static List<Integer> vlans(XmlCursor xml) {
    List<Integer> tags = new ArrayList<>();
    while (xml.nextChild()) {
      if (xml.is("tag")) {
        if (tags.size() == MAX_VLANS) {
          throw new ContractViolation(xml.path(), "stands there more than " + MAX_VLANS + " times");
        }
        tags.add(tag(xml));
      }
      xml.skip();
    }
    return tags;
  }

  private static int tag(XmlCursor xml) {
    String at = xml.path() + "/@id";
    String id = xml.attribute("id", 16).orElseThrow(() -> missing(xml.path(), "@id"));
    if (!id.matches("\\d{1,4}") || Integer.parseInt(id) > MAX_VLAN) {
      throw new ContractViolation(at, "is no VLAN id");
    }
    return Integer.parseInt(id);
  }

  private static String required(Map<String, String> source, String attribute, String at) {
    String value = source.get(attribute);
    if (value == null || value.isBlank()) {
      throw missing(at + "/source", attribute.endsWith("/") ? attribute : "@" + attribute);
    }
    return value;
  }

  private static ContractViolation missing(String at, String what) {
    return new ContractViolation(at + "/" + what, "is required");
  }
}
