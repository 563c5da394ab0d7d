package dev.tagout.policy.verdict;

import static org.awaitility.Awaitility.await;

import dev.tagout.policy.Service;
import dev.tagout.policy.database.Database;
import dev.tagout.policy.mark.WakeUp;
import io.quarkus.test.junit.QuarkusTestProfile;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;

/** What tests of claims share: VMs that are claimed, and that nobody can judge. */
abstract class ClaimTesting {
  /** Many times what is judged side by side, whatever the machine. */
  private static final int MANY = 30 * VerdictWorker.SIDE_BY_SIDE;

  /** After so many times all of them a replica is quick, and claims many at a time. */
  private static final int UNTIL_QUICK = 5;

  /** Claims of which no test sees the end, as large as the replica is quick. */
  public static class LongLease implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "tagout.policy.verdicts.lease", "PT1H", "tagout.policy.verdicts.batch", "" + MANY);
    }
  }

  @Inject Service service;
  @Inject Database database;
  @Inject DataSource source;
  @Inject WakeUp wakeUp;

  @BeforeEach
  void ready() {
    service.awaitReady();
    database.call(
        on ->
            on.update(
                "INSERT INTO vm (id) SELECT 'test:claimed-' || i FROM generate_series(1, ?) i"
                    + " ON CONFLICT DO NOTHING",
                MANY));
  }

  /**
   * Comes back when more are claimed than are judged side by side. Until the transaction ends they
   * stay so.
   */
  void holdManyClaimed(Connection transaction) throws SQLException {
    for (int i = 0; i < UNTIL_QUICK; i++) {
      markAll();
      await("all judged").atMost(Duration.ofSeconds(30)).until(() -> due() == 0);
    }
    transaction.setAutoCommit(false);
    try (Statement lock = transaction.createStatement()) {
      lock.execute("SELECT 1 FROM vm WHERE id LIKE 'test:claimed-%' FOR NO KEY UPDATE");
    }
    markAll();
    await("many claimed")
        .atMost(Duration.ofSeconds(30))
        .until(() -> claimed() > VerdictWorker.SIDE_BY_SIDE);
  }

  void markAll() {
    database.call(
        on ->
            on.first(
                "SELECT mark_vms(array_agg(id), ?) FROM vm WHERE id LIKE 'test:claimed-%'",
                row -> true, Instant.now().minusSeconds(1)));
    wakeUp.call();
  }

  int claimed() {
    return marks("claimed_until > now()");
  }

  int due() {
    return marks("due_at <= now()");
  }

  private int marks(String condition) {
    return database
        .call(on -> on.first("SELECT count(*) FROM mark WHERE " + condition, row -> row.getInt(1)))
        .orElseThrow();
  }
}
