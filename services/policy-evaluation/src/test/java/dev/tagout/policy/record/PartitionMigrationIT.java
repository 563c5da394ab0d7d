package dev.tagout.policy.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagout.contracts.id.Ids;
import dev.tagout.lab.infrastructure.Checkout;
import dev.tagout.lab.infrastructure.Migrations;
import dev.tagout.lab.infrastructure.TestServers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How a table of decisions that is in use becomes a partitioned one. */
class PartitionMigrationIT {
  private final Migrations migrations =
      new Migrations(
          Checkout.current(), "policy-evaluation", TestServers.current().freshDatabase());

  private Connection owner;

  @BeforeEach
  void makeWhatWasBefore() throws SQLException {
    owner = migrations.connect();
    migrations.apply(1, 5);
    for (int i = 0; i < 100; i++) {
      execute(owner, insert(Ids.next()));
    }
  }

  @AfterEach
  void close() throws SQLException {
    owner.close();
  }

  @Test
  void keepsEveryRowAndQueuesItOnce() throws SQLException {
    // When
    migrations.apply(6, 99);

    // Then
    assertThat(count("SELECT count(*) FROM decision")).isEqualTo(100);
    assertThat(count("SELECT count(*) FROM decision_first")).isEqualTo(100);
    assertThat(count("SELECT count(DISTINCT id) FROM unsealed WHERE source = 'decision'"))
        .isEqualTo(100);
    assertThat(count("SELECT count(*) FROM unsealed WHERE source = 'decision'")).isEqualTo(100);
  }

  @Test
  void queuesWhatAnOldReplicaCommitsMeanwhile() throws Exception {
    // Given an old replica that is in the middle of a transaction, and one that decides between
    migrations.apply(6, 6);
    execute(owner, insert(Ids.next()));
    String open = Ids.next();
    CompletableFuture<Void> migration;
    try (Connection replica = migrations.connect()) {
      replica.setAutoCommit(false);
      execute(replica, insert(open));

      // When
      migration =
          CompletableFuture.runAsync(
              () -> {
                try {
                  migrations.apply(7, 99);
                } catch (SQLException e) {
                  throw new IllegalStateException(e);
                }
              });
      replica.commit();
    }
    migration.get(1, TimeUnit.MINUTES);

    // Then
    assertThat(count("SELECT count(*) FROM decision WHERE id = '" + open + "'")).isEqualTo(1);
    assertThat(count("SELECT count(*) FROM unsealed WHERE source = 'decision'")).isEqualTo(102);
  }

  @Test
  void letsReadersGoFirst() throws Exception {
    // Given somebody who reads for a long time, as a dump does
    CompletableFuture<Void> migration;
    try (Connection dump = migrations.connect()) {
      dump.setAutoCommit(false);
      execute(dump, "LOCK TABLE decision IN ACCESS SHARE MODE");

      // When
      migration =
          CompletableFuture.runAsync(
              () -> {
                try {
                  migrations.apply(6, 99);
                } catch (SQLException e) {
                  throw new IllegalStateException(e);
                }
              });
      try (Connection replica = migrations.connect()) {
        for (int i = 0; i < 20; i++) {
          execute(replica, insert(Ids.next()));
        }
      }

      // Then
      assertThat(migration).isNotDone();
      dump.commit();
    }
    migration.get(1, TimeUnit.MINUTES);
    assertThat(count("SELECT count(*) FROM unsealed WHERE source = 'decision'")).isEqualTo(120);
  }

  @Test
  void putsADecisionWhereItsTimeBelongs() throws SQLException {
    // Given
    migrations.apply(6, 99);

    // When
    execute(
        owner,
        "INSERT INTO decision SELECT uuid_floor(now() + interval '70 days'), 'test:vm', NULL,"
            + " 'POWER_ON', 'DENIED', now(), '{}', 'r', '{}', '{}'");
    execute(owner, insert("ffffffff-ffff-4fff-8fff-ffffffffffff"));

    // Then
    assertThat(count("SELECT count(*) FROM decision_first")).isEqualTo(100);
    assertThat(count("SELECT count(*) FROM decision_rest")).isEqualTo(1);
    assertThat(count("SELECT count(*) FROM decision")).isEqualTo(102);
  }

  @Test
  void goesOnWhenAMonthCannotHaveAPartition() throws SQLException {
    // Given a decision of a month that has none, by a clock that was wrong
    migrations.apply(6, 99);
    execute(
        owner,
        "INSERT INTO decision SELECT uuid_floor(now() + interval '200 days'), 'test:vm', NULL,"
            + " 'POWER_ON', 'DENIED', now(), '{}', 'r', '{}', '{}'");

    // When
    execute(owner, "SELECT add_decision_partitions(now() + interval '300 days')");

    // Then
    assertThat(count("SELECT count(*) FROM decision_rest")).isEqualTo(1);
    assertThat(
            count(
                "SELECT count(*) FROM decision_partition"
                    + " WHERE below > uuid_floor(now() + interval '290 days')"))
        .isPositive();
  }

  private int count(String sql) throws SQLException {
    try (Statement statement = owner.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getInt(1);
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String insert(String id) {
    return "INSERT INTO decision VALUES ('%s', 'test:vm', NULL, 'POWER_ON', 'DENIED', now(), '{}', 'r', '{}', '{}')"
        .formatted(id);
  }
}
