package dev.tagout.platform.outbox;

import dev.tagout.platform.time.BackOff;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Topics that are left alone for a while, as they take nothing: each attempt waits for Kafka for
 * seconds, and what other topics would take waits with it. The first time a topic does not rest at
 * all, as a broker that comes back in the middle of a batch leaves one behind, too; then for a
 * second, and twice as long each further time in a row, up to ten seconds.
 *
 * <p>For one thread.
 */
final class RestingTopics {
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final BackOff AGAIN = new BackOff(FIRST, Duration.ofSeconds(10));

  private final LongSupplier nanoTime;
  private final Map<String, Rest> rests = new HashMap<>();

  /**
   * @param until when it is tried again, by {@link #nanoTime}
   * @param stuck how often in a row it took nothing while others did
   */
  private record Rest(long until, int stuck) {}

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
      int before = timesStuck(topic);
      rest(topic, before == 0 ? Duration.ZERO : AGAIN.after(before), before + 1);
    }
  }

  /** When none took anything: it is Kafka that is away, which says nothing about a topic. */
  void away(Set<String> topics) {
    topics.forEach(topic -> rest(topic, FIRST, timesStuck(topic)));
  }

  /** They took something. */
  void flow(Set<String> topics) {
    rests.keySet().removeAll(topics);
  }

  private int timesStuck(String topic) {
    Rest last = rests.get(topic);
    return last == null ? 0 : last.stuck();
  }

  private void rest(String topic, Duration length, int stuck) {
    rests.put(topic, new Rest(nanoTime.getAsLong() + length.toNanos(), stuck));
  }
}
