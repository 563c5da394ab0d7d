package dev.tagout.platform.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParseException;
import dev.tagout.contracts.json.ContractViolation;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InvalidClassException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutageTest {
  static Stream<Throwable> passing() {
    return Stream.of(
        new SQLException("Acquisition timeout while waiting for new connection"),
        new SQLException("Sorry, acquisition timeout!"),
        new SQLTransientConnectionException("away"),
        new SQLRecoverableException("away"),
        new ConnectException("refused"),
        new SocketTimeoutException("slow"),
        new IOException("Connection reset"),
        new TimeoutException("no metadata"),
        new NotEnoughReplicasException("one of two"));
  }

  static Stream<Throwable> lasting() {
    return Stream.of(
        new NullPointerException(),
        new IllegalStateException("timeout"),
        new SQLException("syntax"),
        new SQLException(),
        new SQLException("short", "0"),
        new ContractViolation("id", "is required"),
        new JsonParseException(null, "no JSON"),
        new CharConversionException("no UTF-8"),
        new InvalidClassException("other version"),
        new RecordTooLargeException("too large"),
        new AuthorizationException("no") {
          private static final long serialVersionUID = 1L;
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "08000", "08006", "08003", "40001", "40P01", "53300", "57P01", "57P03", "57014", "58030",
        "25006", "55P03"
      })
  void explainsAStateThatPasses(String state) {
    // When
    boolean explained = Outage.explains(new SQLException("x", state));

    // Then
    assertThat(explained).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"23505", "22001", "42P01", "42601", "25001", "55000", "XX000", "P0001"})
  void doesNotExplainAStateThatLasts(String state) {
    // When
    boolean explained = Outage.explains(new SQLException("timeout", state));

    // Then
    assertThat(explained).isFalse();
  }

  @ParameterizedTest
  @MethodSource("passing")
  void explainsWhatPassesHoweverDeepItLies(Throwable failure) {
    // Given
    Throwable wrapped = new RuntimeException(new CompletionException(failure));

    // When
    boolean explained = Outage.explains(wrapped);

    // Then
    assertThat(explained).isTrue();
    assertThat(Outage.explains(failure)).isTrue();
  }

  @ParameterizedTest
  @MethodSource("lasting")
  void doesNotExplainWhatLasts(Throwable failure) {
    // Given
    Throwable wrapped =
        failure instanceof IOException io
            ? new UncheckedIOException(io)
            : new RuntimeException(failure);

    // When
    boolean explained = Outage.explains(wrapped);

    // Then
    assertThat(explained).isFalse();
  }

  @Test
  void comesToAnEndOverCausesThatGoInACircle() {
    // Given
    Exception first = new Exception("first");
    Exception second = new Exception("second", first);
    first.initCause(second);

    // When
    boolean explained = Outage.explains(first);

    // Then
    assertThat(explained).isFalse();
  }
}
