package dev.tagout.platform.outbox;

import dev.tagout.platform.messaging.Undeliverable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What became of some rows that were sent together.
 *
 * @param delivered what Kafka has and need not get again
 * @param refused what Kafka never takes
 * @param waiting what is sent again: it is not known to be durable, or something before it with its
 *     key is not, so that it would be overtaken
 * @param failure why rows wait; null when none does
 */
record Batch(
    List<Row> delivered, List<Refused> refused, List<Row> waiting, RuntimeException failure) {
  Batch {
    delivered = List.copyOf(delivered);
    refused = List.copyOf(refused);
    waiting = List.copyOf(waiting);
  }

  /** A row that Kafka never takes, and why. */
  record Refused(Row row, RuntimeException reason) {}

  /**
   * @param failures why a row is not durable; none for one that is
   */
  static Batch of(List<Row> rows, Map<Row, RuntimeException> failures) {
    List<Row> delivered = new ArrayList<>();
    List<Refused> refused = new ArrayList<>();
    List<Row> waiting = new ArrayList<>();
    Set<Row.Line> held = new HashSet<>();
    RuntimeException failure = null;
    for (Row row : rows) {
      RuntimeException reason = failures.get(row);
      if (reason != null && Undeliverable.explains(reason)) {
        refused.add(new Refused(row, reason));
      } else if (reason != null) {
        failure = failure == null ? reason : failure;
        held.add(row.line());
        waiting.add(row);
      } else if (held.contains(row.line())) {
        waiting.add(row);
      } else {
        delivered.add(row);
      }
    }
    return new Batch(delivered, refused, waiting, failure);
  }

  /** Topics of which something waits and nothing went. */
  Set<String> stuckTopics() {
    Set<String> topics = topics(waiting);
    topics.removeAll(flowingTopics());
    return topics;
  }

  /** Topics of which something went. */
  Set<String> flowingTopics() {
    return topics(delivered);
  }

  private static Set<String> topics(List<Row> rows) {
    return rows.stream().map(Row::topic).collect(Collectors.toCollection(HashSet::new));
  }
}
