package dev.tagout.policy.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagout.contracts.id.Ids;
import dev.tagout.lab.infrastructure.TestServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How a table of decisions that is in use becomes a partitioned one. */
class PartitionMigrationIT {
  private static final Path MIGRATIONS =
      Path.of(
          System.getProperty("tagout.root"),
          "services/policy-evaluation/src/main/resources/db/migration");

  private final Map<String, String> database = TestServers.current().freshDatabase();

  private Connection owner;

  /** A migration's number, from the name of its file. */
  private static int version(Path file) {
    String name = file.getFileName().toString();
    return Integer.parseInt(name.substring(1, name.indexOf("__")));
  }

  @BeforeEach
  void makeWhatWasBefore() throws SQLException, IOException {
    owner = connect();
    migrate(1, 5);
    for (int i = 0; i < 100; i++) {
      execute(owner, insert(Ids.next()));
    }
  }

  @AfterEach
  void close() throws SQLException {
    owner.close();
  }

  @Test
  void keepsEveryRowAndQueuesItOnce() throws SQLException, IOException {
    // When
    migrate(6, 99);

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
    migrate(6, 6);
    execute(owner, insert(Ids.next()));
    String open = Ids.next();
    CompletableFuture<Void> migration;
    try (Connection replica = connect()) {
      replica.setAutoCommit(false);
      execute(replica, insert(open));

      // When
      migration =
          CompletableFuture.runAsync(
              () -> {
                try {
                  migrate(7, 99);
                } catch (SQLException | IOException e) {
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
    try (Connection dump = connect()) {
      dump.setAutoCommit(false);
      execute(dump, "LOCK TABLE decision IN ACCESS SHARE MODE");

      // When
      migration =
          CompletableFuture.runAsync(
              () -> {
                try {
                  migrate(6, 99);
                } catch (SQLException | IOException e) {
                  throw new IllegalStateException(e);
                }
              });
      try (Connection replica = connect()) {
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
  void putsADecisionWhereItsTimeBelongs() throws SQLException, IOException {
    // Given
    migrate(6, 99);

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
  void goesOnWhenAMonthCannotHaveAPartition() throws SQLException, IOException {
    // Given a decision of a month that has none, by a clock that was wrong
    migrate(6, 99);
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

  /** Each file in a transaction of its own, as Flyway does it. */
  private void migrate(int first, int last) throws SQLException, IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(MIGRATIONS)) {
      files =
          all.filter(file -> file.getFileName().toString().startsWith("V"))
              .filter(file -> version(file) >= first && version(file) <= last)
              .sorted(Comparator.comparing(PartitionMigrationIT::version))
              .toList();
    }
    try (Connection connection = connect()) {
      connection.setAutoCommit(false);
      for (Path file : files) {
        execute(connection, Files.readString(file));
        connection.commit();
      }
    }
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(
        database.get("quarkus.datasource.jdbc.url"),
        database.getOrDefault(
            "quarkus.flyway.username", database.get("quarkus.datasource.username")),
        database.getOrDefault(
            "quarkus.flyway.password", database.get("quarkus.datasource.password")));
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
