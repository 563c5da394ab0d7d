package dev.tagout.platform.outbox;

import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.topic.Topic;
import dev.tagout.platform.messaging.OutgoingRecord;
import dev.tagout.platform.trace.TraceParent;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A row of the table {@code outbox}.
 *
 * @param topic the constant's name in {@link Topic}
 * @param traceparent of the step that caused it; null when it is of no trace
 */
record Row(
    long id,
    String topic,
    String key,
    String ceId,
    String ceType,
    String ceSource,
    Instant time,
    String payload,
    String traceparent) {
  static final String COLUMNS =
      "id, topic, record_key, ce_id, ce_type, ce_source, ce_time, payload::text, traceparent";

  static final Map<String, Topic> TOPICS =
      Arrays.stream(Topic.values()).collect(Collectors.toMap(Topic::name, Function.identity()));

  /** From a result with {@link #COLUMNS} first. */
  static Row of(ResultSet row) throws SQLException {
    return new Row(
        row.getLong(1),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        row.getString(5),
        row.getString(6),
        row.getObject(7, OffsetDateTime.class).toInstant(),
        row.getString(8),
        row.getString(9));
  }

  /**
   * @throws ContractViolation when it is no record
   */
  OutgoingRecord toRecord() {
    Topic known = TOPICS.get(topic);
    if (known == null) {
      throw new ContractViolation("topic", "is unknown: " + topic);
    }
    try {
      return new OutgoingRecord(known, key, ceId, ceType, URI.create(ceSource), key, time, payload);
    } catch (IllegalArgumentException e) {
      throw new ContractViolation("ce_source", "is no URI: " + ceSource);
    }
  }

  /** Where the newest record of a key is all that stays. */
  boolean isOnCompactedTopic() {
    Topic known = TOPICS.get(topic);
    return known != null && known.compacted();
  }

  /** The step that caused it, if that is known. */
  Optional<TraceParent> cause() {
    return TraceParent.of(traceparent);
  }

  /** What is in order among itself. */
  Line line() {
    return new Line(topic, key);
  }

  /** The records of one key on one topic. */
  record Line(String topic, String key) {}
}
