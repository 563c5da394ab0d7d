package dev.tagout.lab.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagout.lab.infrastructure.PostgresServer.Durability;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresServerIT {

  @TempDir Path directory;

  private PostgresServer postgres;

  @BeforeEach
  void start() {
    postgres = server(Durability.DURABLE);
    postgres.start();
  }

  @AfterEach
  void end() {
    postgres.stop();
  }

  private PostgresServer server(Durability durability) {
    return new PostgresServer(
        Port.free(), directory.resolve("data"), directory.resolve("postgres.log"), durability);
  }

  @ParameterizedTest
  @ValueSource(strings = {"fsync", "synchronous_commit", "full_page_writes"})
  void flushesWhatIsCommittedWhenDurable(String setting) throws SQLException {
    // When
    var value = ask(postgres.database("settings"), "show " + setting);

    // Then
    assertThat(value).isEqualTo("on");
  }

  @Test
  void flushesNothingWhenFast() throws SQLException {
    // Given
    postgres.stop();
    postgres = server(Durability.FAST);
    postgres.start();

    // When
    var value = ask(postgres.database("settings"), "show fsync");

    // Then
    assertThat(value).isEqualTo("off");
  }

  @Test
  void keepsDataOverAStopAndAStart() throws SQLException {
    // Given
    var database = postgres.database("tagout_policy");
    execute(database, "create table kept as select 'before' as value");

    // When
    postgres.stop();
    postgres.start();

    // Then
    assertThat(ask(postgres.database("tagout_policy"), "select value from kept"))
        .isEqualTo("before");
  }

  @Test
  void keepsWhatWasCommittedOverACrash() throws SQLException {
    // Given
    var database = postgres.database("tagout_policy");
    execute(database, "create table kept as select 'before' as value");

    // When
    postgres.kill();
    postgres.start();

    // Then
    assertThat(ask(postgres.database("tagout_policy"), "select value from kept"))
        .isEqualTo("before");
  }

  @Test
  void leavesNoProcessWhenKilled() {
    // Given
    var postmaster = postgres.postmaster().orElseThrow();
    var workers = postmaster.children().toList();

    // When
    postgres.kill();
    postgres.kill();

    // Then
    assertThat(postmaster.isAlive()).isFalse();
    assertThat(workers).isNotEmpty().noneMatch(ProcessHandle::isAlive);
  }

  @Test
  void givesARoleThatOwnsNothing() throws SQLException {
    // Given
    var database = postgres.database("tagout_policy");

    // When
    var role = postgres.by("tagout_policy_app", postgres.database("tagout_policy"));
    var again = postgres.by("tagout_policy_app", database);

    // Then
    assertThat(role).isEqualTo(again);
    assertThat(ask(role, "select current_user")).isEqualTo("tagout_policy_app");
    assertThatThrownBy(() -> execute(role, "create table own (value text)"))
        .hasMessageContaining("permission denied");
  }

  @Test
  void isGoneWhileStopped() {
    // Given
    var database = postgres.database("tagout_policy");

    // When
    postgres.stop();

    // Then
    assertThatThrownBy(() -> ask(database, "select 1")).isInstanceOf(SQLException.class);
  }

  @Test
  void refusesANameThatIsMoreThanAName() {
    // When, Then
    assertThatThrownBy(() -> postgres.database("x; drop database postgres"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static void execute(Database database, String sql) throws SQLException {
    try (var connection = DriverManager.getConnection(url(database));
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String ask(Database database, String sql) throws SQLException {
    try (var connection = DriverManager.getConnection(url(database));
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  private static String url(Database database) {
    return "%s?user=%s&password=%s"
        .formatted(database.jdbcUrl(), database.username(), database.password());
  }
}
