package dev.tagout.policy.verdict;

import static org.awaitility.Awaitility.await;

import dev.tagout.lab.infrastructure.Infrastructure;
import dev.tagout.lab.infrastructure.TestServers;
import dev.tagout.policy.PolicyPack;
import dev.tagout.policy.Superuser;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A database that goes away in the middle of a verdict does not hold it up for a whole lease. */
@QuarkusTest
@TestProfile(VerdictOutageIT.OwnService.class)
@WithTestResource(Infrastructure.class)
@WithTestResource(PolicyPack.class)
class VerdictOutageIT extends ClaimTesting {

  /** So that no other test has its marks. */
  public static final class OwnService extends LongLease {}

  @Test
  void whatWasClaimedIsJudgedWhenTheDatabaseIsBack() throws Exception {
    // Given
    TestServers servers = TestServers.current();
    try (Connection held = source.getConnection()) {
      holdManyClaimed(held);

      // When
      servers.stopPostgres();
    } finally {
      servers.startPostgres();
    }

    // Then
    assertAllAreJudged();
  }

  @Test
  void whatWasClaimedWithoutAnAnswerIsJudgedWhenTheDatabaseIsBack() throws Exception {
    // Given
    TestServers servers = TestServers.current();
    try (AdminOfClaims admin = new AdminOfClaims(Superuser.connect())) {
      admin.withholdAnswers();
      try {
        markAll();
        await("claims are committed").atMost(Duration.ofSeconds(30)).until(admin::withholdsOne);
      } finally {
        admin.answerAgainAfterRestart();
      }
    } finally {

      // When
      servers.stopPostgres();
      servers.startPostgres();
    }

    // Then
    assertAllAreJudged();
  }

  private void assertAllAreJudged() {
    await("all judged").atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> due() == 0);
  }

  /** Makes PostgreSQL commit claims and say nothing of it, as if a standby had not yet got them. */
  private record AdminOfClaims(Connection connection) implements AutoCloseable {
    void withholdAnswers() throws SQLException {
      // Only claims wait for a standby, whatever else is said of this server.
      execute(
          """
          CREATE FUNCTION claims_wait() RETURNS trigger LANGUAGE plpgsql AS $$
          BEGIN
            PERFORM set_config('synchronous_commit', 'on', true);
            RETURN NULL;
          END
          $$""");
      execute(
          "CREATE TRIGGER claims_wait AFTER UPDATE OF claimed_until ON mark"
              + " EXECUTE FUNCTION claims_wait()");
      execute("SET synchronous_commit = local");
      execute("ALTER SYSTEM SET synchronous_standby_names = 'nobody'");
      execute("SELECT pg_reload_conf()");
    }

    boolean withholdsOne() throws SQLException {
      try (Statement statement = connection.createStatement();
          ResultSet waiting =
              statement.executeQuery(
                  "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE wait_event = 'SyncRep'"
                      + " AND datname = current_database() AND query LIKE '%claim_marks%')")) {
        return waiting.next() && waiting.getBoolean(1);
      }
    }

    void answerAgainAfterRestart() throws SQLException {
      execute("ALTER SYSTEM RESET synchronous_standby_names");
    }

    private void execute(String sql) throws SQLException {
      try (Statement statement = connection.createStatement()) {
        statement.execute(sql);
      }
    }

    @Override
    public void close() throws SQLException {
      connection.close();
    }
  }
}
