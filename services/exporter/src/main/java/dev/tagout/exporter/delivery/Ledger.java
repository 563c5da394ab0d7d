package dev.tagout.exporter.delivery;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** What was delivered and is not settled, the oldest first, by the offsets that follow it. */
final class Ledger {
  private final Deque<Entry> entries = new ArrayDeque<>();

  /**
   * A batch.
   *
   * @param ends by partition, the offset behind its last record
   * @param findings how many were delivered
   * @param lastId of them; null when there were none
   */
  record Entry(Map<TopicPartition, Long> ends, int findings, String lastId) {}

  boolean isEmpty() {
    return entries.isEmpty();
  }

  void add(Entry entry) {
    entries.add(entry);
  }

  /** Records that need no settling, behind those that do. */
  void follow(Map<TopicPartition, Long> ends) {
    Entry last = entries.removeLast();
    Map<TopicPartition, Long> more = new HashMap<>(last.ends());
    more.putAll(ends);
    entries.add(new Entry(more, last.findings(), last.lastId()));
  }

  /** The oldest, which are settled now. */
  List<Entry> take(int count) {
    List<Entry> settled = new java.util.ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      settled.add(entries.removeFirst());
    }
    return settled;
  }

  void clear() {
    entries.clear();
  }

  /** Others go on with these partitions, from what was committed. */
  void forget(Collection<TopicPartition> partitions) {
    List<Entry> all = List.copyOf(entries);
    entries.clear();
    for (Entry entry : all) {
      Map<TopicPartition, Long> ends = new HashMap<>(entry.ends());
      ends.keySet().removeAll(partitions);
      entries.add(new Entry(ends, entry.findings(), entry.lastId()));
    }
  }
}
