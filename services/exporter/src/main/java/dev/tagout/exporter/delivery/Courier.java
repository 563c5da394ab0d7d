package dev.tagout.exporter.delivery;

import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.exporter.receiver.AwayException;
import dev.tagout.exporter.receiver.Batch;
import dev.tagout.exporter.receiver.Finding;
import dev.tagout.exporter.receiver.Item;
import dev.tagout.exporter.receiver.Receiver;
import dev.tagout.platform.log.LogKey;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Carries findings to one destination, in a thread of its own, until it is stopped. An offset is
 * committed when the receiver surely has what is before it, or it is in the dead letters. While the
 * receiver is away it is tried again, for ever; findings wait in Kafka.
 */
public final class Courier implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Courier.class);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration WAIT = Duration.ofMillis(250);

  /**
   * For what is under way, when we stop; then it is cut off, and comes again after the next start.
   */
  private static final Duration GRACE = Duration.ofSeconds(8);

  private static final int LONGEST_REASON = 500;

  private final Route route;
  private final String bootstrapServers;
  private final String topic;
  private final DeadLetterBox deadLetters;
  private final Condition condition;
  private final Counts counts;
  private final Thread thread;
  private final RandomGenerator chance = RandomGenerator.getDefault();
  private volatile boolean stopping;
  private volatile Receiver current;

  private final Ledger ledger = new Ledger();
  private Batch batch = new Batch(List.of());
  private Map<TopicPartition, Long> ends = Map.of();
  private final Told told = new Told();
  private int failures;

  public Courier(
      Route route,
      String bootstrapServers,
      String topic,
      DeadLetterBox deadLetters,
      MeterRegistry meters,
      Clock clock) {
    this.route = route;
    this.bootstrapServers = bootstrapServers;
    this.topic = topic;
    this.deadLetters = deadLetters;
    this.condition = new Condition(clock);
    this.counts = new Counts(meters, route.name(), condition);
    this.thread = Thread.ofPlatform().name("exporter-" + route.name()).unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  public Route route() {
    return route;
  }

  public Condition condition() {
    return condition;
  }

  /** Asks it to stop, and does not wait. */
  public void stop() {
    stopping = true;
  }

  /** Stops it: what is under way is finished within some seconds, or left for the next start. */
  @Override
  public void close() {
    stop();
    try {
      if (!thread.join(GRACE)) {
        thread.interrupt();
        Receiver receiver = current;
        if (receiver != null) {
          receiver.close();
        }
        thread.join(GRACE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (!stopping) {
      ledger.clear();
      newBatch(List.of(), Map.of());
      try (Feed feed = new Feed(bootstrapServers, topic, route.group(), route.batch(), this::lost);
          Receiver receiver = route.receiver().get()) {
        current = receiver;
        carry(feed, receiver);
        finish(feed, receiver);
      } catch (InterruptedException e) {
        LOG.debugf("interrupted: %s", thread.getName());
        return;
      } catch (RuntimeException | Error e) {
        // Whatever it was, findings are in Kafka, and none was committed that is not delivered.
        LOG.errorf(e, "begins anew: %s", LogKey.DESTINATION.is(route.name()));
        // Its message may hold anything, credentials included.
        condition.down(
            "an error of the exporter itself, see its log: " + e.getClass().getSimpleName());
        if (!sleep(route.backOff().after(++failures, Optional.empty(), chance))) {
          return;
        }
      } finally {
        current = null;
      }
    }
  }

  private void carry(Feed feed, Receiver receiver) throws InterruptedException {
    while (!stopping) {
      try {
        if (batch.isEmpty()) {
          next(feed);
        }
        if (!batch.isEmpty()) {
          long answered = answered();
          try {
            receiver.deliver(batch, feed::beat);
          } finally {
            if (answered() > answered) {
              // A success, however small, begins the pauses anew.
              failures = 0;
            }
            tell(feed);
          }
          done();
        }
        int settled = receiver.settled(feed::beat);
        if (settled > 0 || receiver.isThere()) {
          takes();
        }
        settle(feed, settled);
        forgetTaken(feed);
      } catch (AwayException e) {
        away(feed, e);
      }
    }
  }

  private void lost(TopicPartition partition, long findings) {
    LOG.errorf(
        "findings are lost, Kafka dropped %d of them before they were delivered: %s %s",
        findings, LogKey.DESTINATION.is(route.name()), LogKey.TOPIC.is(partition));
    counts.lost(findings);
  }

  private long answered() {
    return batch.items().stream().filter(Item::isAnswered).count();
  }

  private void takes() {
    failures = 0;
    if (condition.up()) {
      LOG.infof("takes findings: %s", LogKey.DESTINATION.is(route.name()));
    }
  }

  private void next(Feed feed) throws InterruptedException {
    List<ConsumerRecord<String, byte[]>> records = feed.poll(POLL);
    forgetTaken(feed);
    if (records.isEmpty()) {
      return;
    }
    Map<TopicPartition, Long> behind = new HashMap<>();
    List<Item> items = new ArrayList<>(records.size());
    for (ConsumerRecord<String, byte[]> record : records) {
      behind.put(partition(record), record.offset() + 1);
      read(feed, record).ifPresent(items::add);
    }
    newBatch(items, behind);
    if (items.isEmpty()) {
      passOver(feed);
    }
  }

  private void newBatch(List<Item> items, Map<TopicPartition, Long> behind) {
    batch = new Batch(items);
    ends = behind;
  }

  private Optional<Item> read(Feed feed, ConsumerRecord<String, byte[]> record)
      throws InterruptedException {
    if (Replays.isForAnother(record, route.name())) {
      filter(record);
      return Optional.empty();
    }
    try {
      Finding finding = Finding.of(record.value());
      if (isTooMild(finding)) {
        filter(record);
        return Optional.empty();
      }
      return Optional.of(new Item(record, finding));
    } catch (ContractViolation e) {
      putAside(feed, record, e);
      return Optional.empty();
    }
  }

  private void filter(ConsumerRecord<String, byte[]> record) {
    if (!told.has(record)) {
      counts.filtered();
      told.add(record);
    }
  }

  private boolean isTooMild(Finding finding) {
    return route.minSeverity().isPresent()
        && finding.severity().isPresent()
        && finding.severity().getAsInt() < route.minSeverity().getAsInt();
  }

  /** Puts aside what was refused, and counts what was cut; each once. */
  private void tell(Feed feed) throws InterruptedException {
    for (Item item : batch.items()) {
      if (item.isRefused()) {
        putAside(feed, item.record(), new RefusedException(route.name(), item.reason()));
      } else if (item.isDelivered() && item.isCut() && !told.has(item.record())) {
        counts.truncated();
        told.add(item.record());
      }
    }
  }

  /** All of the batch was handed over or put aside. */
  private void done() {
    int delivered = 0;
    String lastId = null;
    for (Item item : batch.items()) {
      if (item.isDelivered()) {
        delivered++;
        lastId = item.finding().id();
      }
    }
    ledger.add(new Ledger.Entry(ends, delivered, lastId));
    newBatch(List.of(), Map.of());
  }

  private void passOver(Feed feed) {
    if (ledger.isEmpty()) {
      feed.settled(ends);
      told.forget(ends);
      condition.nothingToDo();
    } else {
      ledger.follow(ends);
    }
    newBatch(List.of(), Map.of());
  }

  private void settle(Feed feed, int batches) {
    for (Ledger.Entry entry : ledger.take(batches)) {
      feed.settled(entry.ends());
      told.forget(entry.ends());
      counts.delivered(entry.findings());
      if (entry.lastId() != null) {
        condition.settled(entry.lastId());
      }
    }
  }

  private void away(Feed feed, AwayException e) throws InterruptedException {
    String reason = clip(e.getMessage());
    Duration pause = route.backOff().after(++failures, e.retryAfter(), chance);
    counts.retry();
    if (condition.down(reason)) {
      LOG.warnf(
          "findings wait: %s %s", LogKey.DESTINATION.is(route.name()), LogKey.REASON.is(reason));
    }
    if (!ledger.isEmpty()) {
      // Nobody knows what became of what was not settled.
      ledger.clear();
      newBatch(List.of(), Map.of());
      feed.rewind();
    }
    long until = System.nanoTime() + pause.toNanos();
    for (long left = pause.toNanos(); left > 0 && !stopping; left = until - System.nanoTime()) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      feed.idle(Duration.ofNanos(Math.min(left, WAIT.toNanos())));
      forgetTaken(feed);
    }
  }

  private void forgetTaken(Feed feed) {
    Set<TopicPartition> taken = feed.taken();
    if (!taken.isEmpty()) {
      ledger.forget(taken);
      told.forget(taken);
      batch.retain(item -> !taken.contains(partition(item.record())));
      Map<TopicPartition, Long> left = new HashMap<>(ends);
      left.keySet().removeAll(taken);
      ends = left;
      if (batch.isEmpty() && !ends.isEmpty()) {
        passOver(feed);
      }
      if (batch.isEmpty() && ledger.isEmpty() && condition.look().state() == State.DOWN) {
        condition.unknown();
      }
    }
  }

  private void finish(Feed feed, Receiver receiver) throws InterruptedException {
    try {
      settle(feed, receiver.finish());
    } catch (AwayException e) {
      LOG.infof(
          "left for the next start: %s %s",
          LogKey.DESTINATION.is(route.name()), LogKey.REASON.is(e.getMessage()));
    }
  }

  private void putAside(Feed feed, ConsumerRecord<String, byte[]> record, RuntimeException reason)
      throws InterruptedException {
    if (told.has(record)) {
      return;
    }
    Replays.address(record, route.name());
    State former = condition.look().state();
    for (int attempt = 1; ; attempt++) {
      try {
        deadLetters.add(record, reason);
        counts.deadLetter();
        told.add(record);
        if (attempt > 1) {
          condition.again(former);
        }
        return;
      } catch (RuntimeException e) {
        if (stopping) {
          throw new IllegalStateException("stopping: record not put aside", e);
        }
        if (condition.down(
            "dead letters cannot be written: " + clip(String.valueOf(e.getMessage())))) {
          LOG.warnf(
              "dead letter waits: %s %s", LogKey.DESTINATION.is(route.name()), LogKey.REASON.is(e));
        }
        long until =
            System.nanoTime() + route.backOff().after(attempt, Optional.empty(), chance).toNanos();
        while (System.nanoTime() < until && !stopping) {
          if (Thread.interrupted()) {
            throw new InterruptedException();
          }
          feed.idle(WAIT);
        }
      }
    }
  }

  private boolean sleep(Duration pause) {
    long until = System.nanoTime() + pause.toNanos();
    try {
      while (!stopping && System.nanoTime() < until) {
        Thread.sleep(WAIT);
      }
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }

  private static String clip(String text) {
    return text.length() > LONGEST_REASON ? text.substring(0, LONGEST_REASON) + "…" : text;
  }

  private static TopicPartition partition(ConsumerRecord<?, ?> record) {
    return new TopicPartition(record.topic(), record.partition());
  }
}
