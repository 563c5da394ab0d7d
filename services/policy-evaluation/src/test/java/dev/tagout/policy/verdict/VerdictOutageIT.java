package dev.tagout.policy.verdict;

import static org.awaitility.Awaitility.await;

import dev.tagout.lab.infrastructure.Infrastructure;
import dev.tagout.lab.infrastructure.TestServers;
import dev.tagout.policy.PolicyPack;
import dev.tagout.policy.Service;
import dev.tagout.policy.database.Database;
import dev.tagout.policy.mark.WakeUp;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A database that goes away in the middle of a verdict does not leave it undone until the lease
 * ends.
 */
@QuarkusTest
@TestProfile(VerdictOutageIT.LongLease.class)
@WithTestResource(Infrastructure.class)
@WithTestResource(PolicyPack.class)
class VerdictOutageIT {
  private static final int MANY = 20;

  /** Of which no test sees the end. */
  public static final class LongLease implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("tagout.policy.verdicts.lease", "PT1H");
    }
  }

  @Inject Service service;
  @Inject Database database;
  @Inject DataSource source;
  @Inject WakeUp wakeUp;

  @BeforeEach
  void ready() {
    service.awaitReady();
  }

  @Test
  void whatWasClaimedIsJudgedWhenTheDatabaseIsBack() throws Exception {
    // Given
    database.call(
        on ->
            on.update(
                "INSERT INTO vm (id) SELECT 'test:away-' || i FROM generate_series(1, ?) i", MANY));
    TestServers servers = TestServers.current();
    try (Connection held = source.getConnection()) {
      held.setAutoCommit(false);
      try (Statement lock = held.createStatement()) {
        lock.execute("SELECT 1 FROM vm WHERE id LIKE 'test:away-%' FOR NO KEY UPDATE");
      }
      database.call(
          on ->
              on.update(
                  "INSERT INTO mark (vm_id, due_at) SELECT id, ? FROM vm WHERE id LIKE"
                      + " 'test:away-%'",
                  Instant.now().minusSeconds(1)));
      wakeUp.call();
      await("all claimed")
          .atMost(Duration.ofSeconds(30))
          .until(() -> count("claimed_until > now()") == MANY);

      // When
      servers.stopPostgres();
    } finally {
      servers.startPostgres();
    }

    // Then
    await("all judged")
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptions()
        .until(() -> count("due_at <= now()") == 0);
  }

  private int count(String condition) {
    return database
        .call(
            on ->
                on.first(
                    "SELECT count(*) FROM mark WHERE vm_id LIKE 'test:away-%' AND " + condition,
                    row -> row.getInt(1)))
        .orElseThrow();
  }
}
