package dev.tagout.remediation.world;

import dev.tagout.lab.infrastructure.Infrastructure;
import dev.tagout.lab.infrastructure.Port;
import dev.tagout.lab.infrastructure.TestTokens;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Kafka, PostgreSQL, a fake hypervisor; short pauses, and limits that nobody reaches. */
public class Lab implements QuarkusTestProfile {
  @Override
  public Map<String, String> getConfigOverrides() {
    Map<String, String> settings = new HashMap<>();
    settings.put("tagout.hypervisors.lab.type", FakeAdapter.TYPE);
    settings.put("tagout.hypervisors.lab.uri", "fake:lab");
    settings.put(
        "tagout.remediation.policy-evaluation.url", "http://127.0.0.1:" + Port.free() + "/");
    settings.put("tagout.remediation.policy-evaluation.first-pause", "50MS");
    settings.put("tagout.remediation.policy-evaluation.longest-pause", "100MS");
    settings.put("tagout.remediation.policy-evaluation.timeout", "30S");
    settings.put("tagout.remediation.attempts.limit", "4");
    settings.put("tagout.remediation.attempts.first-pause", "50MS");
    settings.put("tagout.remediation.work.poll", "100MS");
    settings.put("tagout.remediation.work.lease", "3S");
    settings.put("tagout.remediation.limits.actions", "1000");
    settings.put("tagout.remediation.breaker.at-least", "1000");
    return settings;
  }

  @Override
  public List<TestResourceEntry> testResources() {
    return List.of(
        new TestResourceEntry(Infrastructure.class), new TestResourceEntry(TestTokens.class));
  }
}
