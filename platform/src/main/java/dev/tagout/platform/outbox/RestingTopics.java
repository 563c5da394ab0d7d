package dev.tagout.platform.outbox;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Topics that are left alone for a while, as they take nothing: each attempt waits for Kafka for
 * seconds, and what other topics would take waits with it. A topic rests for a second at first, as
 * a broker that comes back in the middle of a batch leaves one behind, too; and twice as long each
 * further time in a row, up to ten seconds.
 *
 * <p>For one thread.
 */
final class RestingTopics {
  static final Duration FIRST = Duration.ofSeconds(1);
  static final Duration LONGEST = Duration.ofSeconds(10);

  private final LongSupplier nanoTime;
  private final Map<String, Rest> rests = new HashMap<>();

  /**
   * @param until when it is tried again, by {@link #nanoTime}
   */
  private record Rest(long until, Duration length) {}

  /**
   * @param nanoTime as {@link System#nanoTime()}
   */
  RestingTopics(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** What is not to be tried now. */
  Set<String> now() {
    long now = nanoTime.getAsLong();
    return rests.entrySet().stream()
        .filter(entry -> entry.getValue().until() - now > 0)
        .map(Map.Entry::getKey)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** When others took something: what these topics lack is something of their own. */
  void stuck(Set<String> topics) {
    for (String topic : topics) {
      Rest last = rests.get(topic);
      Duration length = last == null ? FIRST : longer(last.length());
      rest(topic, length);
    }
  }

  /** When none took anything: it is Kafka that is away, which says nothing about a topic. */
  void away(Set<String> topics) {
    topics.forEach(topic -> rest(topic, FIRST));
  }

  /** They took something. */
  void flow(Set<String> topics) {
    rests.keySet().removeAll(topics);
  }

  private static Duration longer(Duration length) {
    Duration twice = length.multipliedBy(2);
    return twice.compareTo(LONGEST) < 0 ? twice : LONGEST;
  }

  private void rest(String topic, Duration length) {
    rests.put(topic, new Rest(nanoTime.getAsLong() + length.toNanos(), length));
  }
}
