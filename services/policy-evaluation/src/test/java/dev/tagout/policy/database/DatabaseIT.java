package dev.tagout.policy.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tagout.contracts.id.Ids;
import dev.tagout.lab.infrastructure.Infrastructure;
import dev.tagout.policy.PolicyPack;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A transaction stands as a whole or not at all, however its work ends. */
@QuarkusTest
@WithTestResource(Infrastructure.class)
@WithTestResource(PolicyPack.class)
class DatabaseIT {
  @Inject Database database;

  @AfterEach
  void forget() {
    database.call(on -> on.update("DELETE FROM outbox_dead"));
  }

  static Stream<Throwable> failures() {
    return Stream.of(
        new OutOfMemoryError("no heap"),
        new StackOverflowError(),
        new NoClassDefFoundError("gone"),
        new IllegalStateException("no"),
        new SQLException("no"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void nothingStandsOfWorkThatEndedHalfWay(Throwable failure) {
    // Given
    String id = Ids.next();

    // When
    assertThatThrownBy(
            () ->
                database.transaction(
                    on -> {
                      half(on, id);
                      throw DatabaseIT.<SQLException>sneaked(failure);
                    }))
        .isInstanceOfAny(failure.getClass(), DatabaseException.class);

    // Then
    assertThat(halves(id)).isZero();
  }

  @ParameterizedTest
  @MethodSource("failures")
  void theNextOneOnThatConnectionIsWhole(Throwable failure) {
    // Given
    String id = Ids.next();
    assertThatThrownBy(
            () ->
                database.transaction(
                    on -> {
                      throw DatabaseIT.<SQLException>sneaked(failure);
                    }))
        .isNotNull();

    // When
    database.transaction(on -> half(on, id));

    // Then
    assertThat(halves(id)).isOne();
  }

  @Test
  void aTransactionInWhichNothingHappensForTooLongIsUndoneAndItsConnectionThrownAway() {
    // Given
    String id = Ids.next();

    // When
    assertThatThrownBy(
            () ->
                database.transaction(
                    on -> {
                      half(on, id);
                      on.rows(
                          "SELECT set_config('idle_in_transaction_session_timeout', '50', true)",
                          row -> null);
                      int session = session(on);
                      await("ended by PostgreSQL").until(() -> !isAlive(session));
                      return half(on, id);
                    }))
        .isInstanceOf(DatabaseException.class);

    // Then
    assertThat(halves(id)).isZero();
    database.transaction(on -> half(on, id));
    assertThat(halves(id)).isOne();
  }

  @ParameterizedTest
  @CsvSource({
    "idle_in_transaction_session_timeout,1min",
    "tcp_keepalives_idle,5",
    "tcp_keepalives_interval,2",
    "tcp_keepalives_count,3",
    "tcp_user_timeout,10000"
  })
  void aReplicaThatVanishesDoesNotKeepItsLocks(String setting, String value) {
    // When
    String set = database.call(on -> shown(on, setting));

    // Then
    assertThat(set).isEqualTo(value);
  }

  private static String shown(Statements on, String setting) throws SQLException {
    return on.first("SHOW " + setting, row -> row.getString(1)).orElseThrow();
  }

  private static int session(Statements on) throws SQLException {
    return on.first("SELECT pg_backend_pid()", row -> row.getInt(1)).orElseThrow();
  }

  private boolean isAlive(int session) {
    return database.call(
        on ->
            on.first("SELECT 1 FROM pg_stat_activity WHERE pid = ?", row -> row.getInt(1), session)
                .isPresent());
  }

  /** Any row of any table will do; nobody works on those that were put aside. */
  private static int half(Statements on, String id) throws SQLException {
    return on.update(
        "INSERT INTO outbox_dead (id, topic, record_key, ce_id, ce_type, ce_source, ce_time,"
            + " payload, reason, dead_at) VALUES"
            + " (nextval(pg_get_serial_sequence('outbox', 'id')), 'VERDICTS', 'test:half', ?,"
            + " 'test', '/test', now(), '{}', 'test', now())",
        id);
  }

  private int halves(String id) {
    return database.call(
        on ->
            on.rows("SELECT 1 FROM outbox_dead WHERE ce_id = ?", row -> row.getInt(1), id).size());
  }

  /** Throws it as it is, though it may be checked. */
  @SuppressWarnings("unchecked")
  private static <E extends Throwable> E sneaked(Throwable failure) throws E {
    throw (E) failure;
  }
}
