package dev.tagout.collector.source;

import dev.tagout.hypervisor.Capabilities;
import dev.tagout.hypervisor.Capability;
import dev.tagout.hypervisor.HypervisorAdapter;
import dev.tagout.hypervisor.HypervisorSettings;
import dev.tagout.hypervisor.LifecycleSource;
import dev.tagout.hypervisor.PowerControl;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A hypervisor that tells what a test makes it tell. {@link FakeSource} finds it by its name. */
public final class FakeAdapter implements HypervisorAdapter {
  static final String TYPE = "fake";
  private static final Map<String, FakeSource> SOURCES = new ConcurrentHashMap<>();

  /** The source of the configured hypervisor with this name. */
  static FakeSource source(String name) {
    return SOURCES.get(name);
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public Capabilities capabilities() {
    return new Capabilities(Set.of(Capability.REACTIVE), Duration.ofSeconds(2));
  }

  @Override
  public LifecycleSource source(HypervisorSettings settings, Duration listEvery) {
    if (!settings.uri().startsWith("fake:")) {
      throw new IllegalArgumentException("uri must begin with fake:");
    }
    FakeSource source = new FakeSource(settings);
    SOURCES.put(settings.name(), source);
    return source;
  }

  @Override
  public PowerControl powerControl(HypervisorSettings settings) {
    throw new UnsupportedOperationException("the collector changes nothing");
  }
}
