package dev.tagout.lab.chaos;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Who takes part: hosts and VMs of the simulator, VMs that only scanners know, and probes; where
 * there is libvirt, one host of it and its VMs.
 */
final class Cast {
  static final List<String> TIERS = List.of("public", "internal", "restricted");

  /** Hosts for each tier, and one of the highest tier on which all tiers try to start. */
  static final Map<String, String> HOSTS =
      new TreeMap<>(
          Map.of(
              "pub-1", "public",
              "pub-2", "public",
              "int-1", "internal",
              "int-2", "internal",
              "res-1", "restricted",
              "res-2", "restricted",
              "mix-1", "restricted",
              "mix-2", "restricted"));

  static final List<String> MIXED_HOSTS = List.of("mix-1", "mix-2");
  static final List<String> VMS =
      IntStream.range(0, 36).mapToObj(i -> "vm-%02d".formatted(i)).toList();
  static final List<String> SCANNED =
      IntStream.range(0, 150).mapToObj(i -> "simulator:scanned-%03d".formatted(i)).toList();

  /** Of which more than one, so that they are not all in one partition. */
  static final List<String> PROBES =
      IntStream.range(0, 4).mapToObj(i -> "simulator:probe-" + i).toList();

  /** Of the highest tier, so that all who are of another may run there, and not together. */
  static final String LIBVIRT_HOST = "libvirt-1";

  static final List<String> LIBVIRT_VMS = List.of("real-0", "real-1", "real-2");

  /** Those for which bare domains are good enough. */
  static final List<String> LIBVIRT_TIERS = List.of("public", "internal");

  private Cast() {}

  static boolean isOnLibvirt(String vm) {
    return LIBVIRT_VMS.contains(vm);
  }

  static String id(String name) {
    if (name.equals(LIBVIRT_HOST)) {
      return "libvirt:" + name;
    }
    return isOnLibvirt(name) ? LibvirtMachines.id(name) : "simulator:" + name;
  }

  /** The tier that a VM has at first. */
  static String firstTier(String vm) {
    return isOnLibvirt(vm)
        ? LIBVIRT_TIERS.get(LIBVIRT_VMS.indexOf(vm) % LIBVIRT_TIERS.size())
        : TIERS.get(VMS.indexOf(vm) % TIERS.size());
  }

  static List<String> hostsOf(String tier) {
    return HOSTS.entrySet().stream()
        .filter(host -> host.getValue().equals(tier) && !MIXED_HOSTS.contains(host.getKey()))
        .map(Map.Entry::getKey)
        .toList();
  }
}
