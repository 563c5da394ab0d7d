package dev.tagout.lab.chaos;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Who takes part: hosts and VMs of the simulator, VMs that only scanners know, and probes. */
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

  private Cast() {}

  static String id(String name) {
    return "simulator:" + name;
  }

  /** The tier that a VM has at first. */
  static String firstTier(String vm) {
    return TIERS.get(VMS.indexOf(vm) % TIERS.size());
  }

  static List<String> hostsOf(String tier) {
    return HOSTS.entrySet().stream()
        .filter(host -> host.getValue().equals(tier) && !MIXED_HOSTS.contains(host.getKey()))
        .map(Map.Entry::getKey)
        .toList();
  }
}
