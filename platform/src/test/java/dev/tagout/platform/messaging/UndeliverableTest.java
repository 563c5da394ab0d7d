package dev.tagout.platform.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagout.contracts.json.ContractViolation;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class UndeliverableTest {
  static Stream<Throwable> lasting() {
    return Stream.of(
        new RecordTooLargeException("x"),
        new InvalidTopicException("x"),
        new SerializationException("x"),
        new ContractViolation("topic", "is unknown"),
        new CompletionException(new RecordTooLargeException("x")));
  }

  static Stream<Throwable> passing() {
    return Stream.of(
        new TimeoutException("x"),
        new UnknownTopicOrPartitionException("x"),
        new TopicAuthorizationException("x"),
        new ProducerFencedException("x"),
        new OutOfOrderSequenceException("x"),
        new NullPointerException());
  }

  @ParameterizedTest
  @MethodSource("lasting")
  void isWhatFailsForWhatTheRecordIs(Throwable failure) {
    // When
    boolean explained = Undeliverable.explains(failure);

    // Then
    assertThat(explained).isTrue();
  }

  @ParameterizedTest
  @MethodSource("passing")
  void isNotWhatAnOperatorOrTimeMends(Throwable failure) {
    // When
    boolean explained = Undeliverable.explains(failure);

    // Then
    assertThat(explained).isFalse();
  }
}
