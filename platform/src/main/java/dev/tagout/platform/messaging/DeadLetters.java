package dev.tagout.platform.messaging;

import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.topic.Topic;
import dev.tagout.platform.log.LogKey;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Header;
import org.jboss.logging.Logger;

/**
 * Keeps records that could not be processed, as they came, with the reason in headers {@code
 * tagout_dead_letter_*}. Of a record that with these would be larger than Kafka takes, only the
 * beginning is kept; a header {@code …_size} then says how large it was, and topic, partition and
 * offset say where the whole of it is.
 */
@ApplicationScoped
public class DeadLetters {
  private static final Logger LOG = Logger.getLogger(DeadLetters.class);

  /** Far below any broker's limit, and enough to see whose it was. */
  private static final int BEGINNING = 64 * 1024;

  private static final int LONGEST_HEADER = 2000;

  private final KafkaWriter writer;
  private final MeterRegistry meters;
  private final Clock clock;
  private final Map<String, Instant> lastByTopic = new ConcurrentHashMap<>();

  DeadLetters(KafkaWriter writer, MeterRegistry meters, Clock clock) {
    this.writer = writer;
    this.meters = meters;
    this.clock = clock;
  }

  /**
   * Returns when the record is durable in the dead letters; throws when it could not be put there.
   */
  public void add(Topic topic, ConsumerRecord<String, byte[]> record, RuntimeException reason) {
    String why = reason.getMessage() == null ? reason.getClass().getName() : reason.getMessage();
    ProducerRecord<String, byte[]> whole =
        new ProducerRecord<>(topic.deadLetterName(), record.key(), record.value());
    record.headers().forEach(whole.headers()::add);
    describe(whole, record, reason, why);
    try {
      writer.write(whole);
    } catch (RuntimeException e) {
      if (!isTooLarge(e)) {
        throw e;
      }
      byte[] value = record.value() == null ? new byte[0] : record.value();
      ProducerRecord<String, byte[]> beginning =
          new ProducerRecord<>(
              topic.deadLetterName(),
              record.key() == null ? null : clip(record.key()),
              Arrays.copyOf(value, Math.min(value.length, BEGINNING)));
      describe(beginning, record, reason, why);
      header(beginning, "size", Integer.toString(value.length));
      writer.write(beginning);
    }
    lastByTopic.put(topic.topicName(), clock.instant());
    meters.counter("tagout.dead.letters", "topic", topic.topicName()).increment();
    LOG.warnf(
        "put aside %s %s %s %s",
        LogKey.TOPIC.is(topic.topicName()),
        LogKey.SOURCE.is(record.topic() + "/" + record.partition() + "/" + record.offset()),
        LogKey.EVENT_ID.is(eventId(record)),
        LogKey.REASON.is(clip(why)));
  }

  /** When a record of a topic was last put aside here, since the service started. */
  Map<String, Instant> lastByTopic() {
    return Map.copyOf(lastByTopic);
  }

  private static void describe(
      ProducerRecord<String, byte[]> letter,
      ConsumerRecord<String, byte[]> record,
      RuntimeException reason,
      String why) {
    header(letter, "reason", why);
    header(letter, "exception", reason.getClass().getName());
    if (reason instanceof ContractViolation violation) {
      header(letter, "field", violation.field());
    }
    header(letter, "topic", record.topic());
    header(letter, "partition", Integer.toString(record.partition()));
    header(letter, "offset", Long.toString(record.offset()));
  }

  /** Null when it does not say. */
  private static String eventId(ConsumerRecord<String, byte[]> record) {
    Header id = record.headers().lastHeader("ce_id");
    return id == null || id.value() == null
        ? null
        : clip(new String(id.value(), StandardCharsets.UTF_8));
  }

  private static boolean isTooLarge(RuntimeException e) {
    return e instanceof RecordTooLargeException || e.getCause() instanceof RecordTooLargeException;
  }

  private static String clip(String text) {
    return text.length() > LONGEST_HEADER ? text.substring(0, LONGEST_HEADER) + "…" : text;
  }

  private static void header(ProducerRecord<?, ?> letter, String name, String value) {
    letter
        .headers()
        .add("tagout_dead_letter_" + name, clip(value).getBytes(StandardCharsets.UTF_8));
  }
}
