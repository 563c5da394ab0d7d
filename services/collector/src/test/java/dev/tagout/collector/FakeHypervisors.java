package dev.tagout.collector;

import dev.tagout.lab.infrastructure.Infrastructure;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;
import java.util.Map;

/**
 * Kafka, no database, and hypervisors that tell what a test makes them tell: {@code lab} and {@code
 * annex}, and {@code broken}, which cannot be started.
 */
public final class FakeHypervisors implements QuarkusTestProfile {
  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of(
        "tagout.hypervisors.lab.type", "fake",
        "tagout.hypervisors.lab.uri", "fake:lab",
        "tagout.hypervisors.annex.type", "fake",
        "tagout.hypervisors.annex.uri", "fake:annex",
        "tagout.hypervisors.broken.type", "fake",
        "tagout.hypervisors.broken.uri", "fake:broken",
        "tagout.collector.lifecycle-sources", "/bridge");
  }

  @Override
  public List<TestResourceEntry> testResources() {
    return List.of(new TestResourceEntry(Infrastructure.class, Map.of("database", "false")));
  }
}
