package dev.tagout.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tagout.contracts.event.EventType;
import dev.tagout.contracts.event.PatchScanned;
import dev.tagout.contracts.event.TagoutEvent;
import dev.tagout.contracts.id.Ids;
import dev.tagout.lab.infrastructure.Infrastructure;
import dev.tagout.lab.infrastructure.TestServers;
import dev.tagout.policy.database.Database;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A consumer that does not poll for max.poll.interval.ms is put out of its group. Ours waits for
 * PostgreSQL for longer than that, and stays.
 */
@QuarkusTest
@TestProfile(LongOutageIT.ShortInterval.class)
@WithTestResource(Infrastructure.class)
@WithTestResource(PolicyPack.class)
class LongOutageIT {
  private static final Duration INTERVAL = Duration.ofSeconds(4);
  private static final int VMS = 400;

  public static final class ShortInterval implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "mp.messaging.incoming.vm-events.max.poll.interval.ms",
          String.valueOf(INTERVAL.toMillis()));
    }
  }

  @Inject Service service;
  @Inject Database database;

  @BeforeEach
  void ready() {
    service.awaitReady();
  }

  @Test
  void theConsumerStaysInItsGroupAndNothingIsLost() {
    // Given
    TestServers servers = TestServers.current();
    Set<String> before =
        await("a member").atMost(Duration.ofSeconds(60)).until(this::members, m -> !m.isEmpty());
    servers.stopPostgres();

    try {
      // When
      IntStream.range(0, VMS).forEach(this::scan);
      await("still the same members")
          .during(INTERVAL.multipliedBy(3))
          .atMost(INTERVAL.multipliedBy(5))
          .untilAsserted(() -> assertThat(members()).isEqualTo(before));
    } finally {
      servers.startPostgres();
    }

    // Then
    await("all applied").atMost(Duration.ofSeconds(60)).until(() -> scanned() == VMS);
    assertThat(members()).isEqualTo(before);
  }

  private void scan(int i) {
    service.send(
        new TagoutEvent(
            Ids.next(),
            URI.create("/test"),
            EventType.VM_PATCH_SCANNED,
            "test:long-outage-" + i,
            Instant.now(),
            new PatchScanned(List.of(), "test")));
  }

  private long scanned() {
    try {
      return database
          .call(
              on ->
                  on.first(
                      "SELECT count(*) FROM fact WHERE subject LIKE 'test:long-outage-%'",
                      row -> row.getLong(1)))
          .orElseThrow();
    } catch (RuntimeException e) {
      return -1;
    }
  }

  private Set<String> members() {
    try (Admin admin =
        Admin.create(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                TestServers.current().bootstrapServers()))) {
      String group = "tagout-policy-evaluation";
      return admin
          .describeConsumerGroups(List.of(group))
          .describedGroups()
          .get(group)
          .get()
          .members()
          .stream()
          .map(MemberDescription::consumerId)
          .collect(Collectors.toSet());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
