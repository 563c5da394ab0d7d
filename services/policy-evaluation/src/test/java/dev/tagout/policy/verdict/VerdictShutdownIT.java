package dev.tagout.policy.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tagout.lab.infrastructure.Infrastructure;
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
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who stops leaves nothing claimed. */
@QuarkusTest
@TestProfile(VerdictShutdownIT.OwnService.class)
@WithTestResource(Infrastructure.class)
@WithTestResource(PolicyPack.class)
class VerdictShutdownIT {
  private static final int MANY = 60;

  /** Stopped by its only test, so no other may have it. */
  public static final class OwnService implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("tagout.policy.verdicts.lease", "PT1H");
    }
  }

  @Inject Service service;
  @Inject Database database;
  @Inject DataSource source;
  @Inject VerdictWorker worker;
  @Inject WakeUp wakeUp;

  @BeforeEach
  void ready() {
    service.awaitReady();
  }

  @Test
  void whatIsClaimedAndNotJudgedIsGivenBack() throws Exception {
    // Given
    database.call(
        on ->
            on.update(
                "INSERT INTO vm (id) SELECT 'test:claimed-' || i FROM generate_series(1, ?) i",
                MANY));
    Thread stopping;
    try (Connection held = source.getConnection()) {
      held.setAutoCommit(false);
      lockAll(held);
      database.call(
          on ->
              on.update(
                  "INSERT INTO mark (vm_id, due_at) SELECT id, ? FROM vm WHERE id LIKE"
                      + " 'test:claimed-%'",
                  Instant.now().minusSeconds(1)));
      wakeUp.call();
      await("all claimed").atMost(Duration.ofSeconds(30)).until(() -> claimed() == MANY);

      // When
      stopping = Thread.ofPlatform().start(this::stop);
      await("waits for its judges").until(() -> stopping.getState() == Thread.State.TIMED_WAITING);
      held.rollback();
    }
    stopping.join(Duration.ofSeconds(30));

    // Then
    assertThat(claimed()).isZero();
    assertThat(count("SELECT count(*) FROM mark WHERE due_at <= now()")).isPositive();
  }

  private void stop() {
    try {
      worker.stop(null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void lockAll(Connection connection) throws SQLException {
    try (Statement lock = connection.createStatement()) {
      lock.execute("SELECT 1 FROM vm WHERE id LIKE 'test:claimed-%' FOR NO KEY UPDATE");
    }
  }

  private int claimed() {
    return count("SELECT count(*) FROM mark WHERE claimed_until > now()");
  }

  private int count(String sql) {
    return database.call(on -> on.first(sql, row -> row.getInt(1))).orElseThrow();
  }
}
