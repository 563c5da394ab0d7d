package dev.tagout.collector.source;

import dev.tagout.hypervisor.HypervisorAdapter;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The adapters on the class path, by the type that configuration asks for. */
final class Adapters {
  private final SortedMap<String, HypervisorAdapter> byType = new TreeMap<>();

  Adapters(Iterable<HypervisorAdapter> adapters) {
    adapters.forEach(adapter -> byType.put(adapter.type(), adapter));
  }

  static Adapters onClassPath() {
    return new Adapters(ServiceLoader.load(HypervisorAdapter.class));
  }

  Optional<HypervisorAdapter> ofType(String type) {
    return Optional.ofNullable(byType.get(type));
  }

  SortedSet<String> types() {
    return new TreeSet<>(byType.keySet());
  }
}
