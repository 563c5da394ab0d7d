package dev.tagout.platform.deadletter;

import dev.tagout.contracts.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;

/**
 * What stands in a dead-letter topic: letters, and behind them notes that one was replayed. A note
 * lies in the letter's partition, without a value, with the letter's offset in a header.
 */
final class LetterRecords {
  /** On a record that was sent back to its topic: when. */
  static final String REPLAYED = "tagout_replayed_at";

  private static final String PREFIX = "tagout_dead_letter_";
  private static final String NOTE = "tagout_replayed_offset";
  private static final String NOTE_BY = "tagout_replayed_by";

  private LetterRecords() {}

  /**
   * A note that a letter was replayed.
   *
   * @param by who wanted that; null in those of before that was kept
   */
  record Note(long offset, Instant at, String by) {
    Letter on(Letter letter) {
      return letter.replayed(at, by);
    }
  }

  static Optional<Note> note(ConsumerRecord<String, byte[]> record) {
    String offset = header(record, NOTE);
    return offset == null
        ? Optional.empty()
        : Optional.of(
            new Note(
                Long.parseLong(offset),
                Instant.ofEpochMilli(record.timestamp()),
                header(record, NOTE_BY)));
  }

  static Letter letter(Topic topic, ConsumerRecord<String, byte[]> record) {
    String size = header(record, PREFIX + "size");
    String partition = header(record, PREFIX + "partition");
    String offset = header(record, PREFIX + "offset");
    return new Letter(
        topic.topicName(),
        record.partition(),
        record.offset(),
        Instant.ofEpochMilli(record.timestamp()),
        record.key(),
        header(record, "ce_id"),
        header(record, PREFIX + "reason"),
        header(record, PREFIX + "field"),
        new Letter.Source(
            header(record, PREFIX + "topic"),
            partition == null ? null : Integer.valueOf(partition),
            offset == null ? null : Long.valueOf(offset)),
        size == null ? Math.max(0, record.serializedValueSize()) : Long.parseLong(size),
        size == null,
        null,
        null,
        null);
  }

  /** The record as it was, and that it is a replay. */
  static ProducerRecord<String, byte[]> replay(
      Topic topic, ConsumerRecord<String, byte[]> letter, Instant now) {
    ProducerRecord<String, byte[]> record =
        new ProducerRecord<>(topic.topicName(), letter.key(), letter.value());
    for (Header header : letter.headers()) {
      if (!header.key().startsWith(PREFIX) && !header.key().equals(REPLAYED)) {
        record.headers().add(header);
      }
    }
    record.headers().add(REPLAYED, now.toString().getBytes(StandardCharsets.UTF_8));
    return record;
  }

  static ProducerRecord<String, byte[]> note(
      Topic topic, ConsumerRecord<String, byte[]> letter, Instant now, String by) {
    ProducerRecord<String, byte[]> note =
        new ProducerRecord<>(
            topic.deadLetterName(),
            letter.partition(),
            (Long) now.toEpochMilli(),
            letter.key(),
            (byte[]) null);
    note.headers().add(NOTE, Long.toString(letter.offset()).getBytes(StandardCharsets.UTF_8));
    note.headers().add(NOTE_BY, by.getBytes(StandardCharsets.UTF_8));
    return note;
  }

  static String header(ConsumerRecord<?, ?> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null || header.value() == null
        ? null
        : new String(header.value(), StandardCharsets.UTF_8);
  }
}
