package dev.tagout.platform.messaging;

import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.topic.Topic;
import dev.tagout.platform.log.LogKey;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jboss.logging.Logger;

/**
 * Keeps records that could not be processed, as they came, with the reason in headers {@code
 * tagout_dead_letter_*}.
 */
@ApplicationScoped
public class DeadLetters {
  private static final Logger LOG = Logger.getLogger(DeadLetters.class);

  private final KafkaWriter writer;
  private final MeterRegistry meters;

  DeadLetters(KafkaWriter writer, MeterRegistry meters) {
    this.writer = writer;
    this.meters = meters;
  }

  /**
   * Returns when the record is durable in the dead letters; throws when it could not be put there.
   */
  public void add(Topic topic, ConsumerRecord<String, byte[]> record, RuntimeException reason) {
    ProducerRecord<String, byte[]> letter =
        new ProducerRecord<>(topic.deadLetterName(), record.key(), record.value());
    record.headers().forEach(letter.headers()::add);
    header(letter, "reason", String.valueOf(reason.getMessage()));
    header(letter, "exception", reason.getClass().getName());
    if (reason instanceof ContractViolation violation) {
      header(letter, "field", violation.field());
    }
    header(letter, "topic", record.topic());
    header(letter, "partition", Integer.toString(record.partition()));
    header(letter, "offset", Long.toString(record.offset()));
    writer.write(letter);
    meters.counter("tagout.dead.letters", "topic", topic.topicName()).increment();
    LOG.warnf(
        "put aside %s %s",
        LogKey.TOPIC.is(topic.topicName()), LogKey.REASON.is(reason.getMessage()));
  }

  private static void header(ProducerRecord<?, ?> letter, String name, String value) {
    letter.headers().add("tagout_dead_letter_" + name, value.getBytes(StandardCharsets.UTF_8));
  }
}
