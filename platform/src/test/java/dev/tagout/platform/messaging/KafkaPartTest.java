package dev.tagout.platform.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagout.platform.health.Part.Impairment;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;

class KafkaPartTest {
  @Test
  void isWellWhenAllIsKnown() {
    // When
    List<Impairment> found = KafkaPart.look(Map.of(), true);

    // Then
    assertThat(found).isEmpty();
  }

  @Test
  void saysThatKafkaDoesNotAnswerWhenItSaysNothingOfAnything() {
    // When
    List<Impairment> silent =
        KafkaPart.look(
            Map.of("a", new TimeoutException(), "b", new DisconnectException("gone")), false);
    List<Impairment> unresolved =
        KafkaPart.look(
            Map.of("a", new KafkaException("Failed to create new KafkaAdminClient")), false);

    // Then
    assertThat(silent).hasSize(1);
    assertThat(silent.getFirst().what()).isNull();
    assertThat(silent.getFirst().says()).startsWith("Kafka does not answer");
    assertThat(unresolved.getFirst().says())
        .startsWith("Kafka does not answer")
        .contains("Failed to create new KafkaAdminClient");
  }

  @Test
  void tellsATopicThatIsMissingOrHiddenByItsException() {
    // When
    List<Impairment> found =
        KafkaPart.look(
            Map.of(
                "missing",
                new UnknownTopicOrPartitionException("hosts no such topic"),
                "hidden",
                new TopicAuthorizationException("not authorized")),
            false);

    // Then
    assertThat(found).extracting(Impairment::what).containsExactly("hidden", "missing");
    assertThat(found.getFirst().says())
        .contains("TopicAuthorizationException: not authorized")
        .doesNotContain("does not answer");
    assertThat(found.getLast().says())
        .contains("UnknownTopicOrPartitionException: hosts no such topic");
  }

  @Test
  void tellsOnlyTheTopicWhileOthersAreKnown() {
    // When
    List<Impairment> found = KafkaPart.look(Map.of("slow", new TimeoutException()), true);

    // Then
    assertThat(found).extracting(Impairment::what).containsExactly("slow");
  }
}
