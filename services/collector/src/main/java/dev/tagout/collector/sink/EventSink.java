package dev.tagout.collector.sink;

import dev.tagout.platform.log.LogKey;
import dev.tagout.platform.messaging.KafkaWriter;
import dev.tagout.platform.messaging.OutgoingRecord;
import dev.tagout.platform.metrics.Buckets;
import dev.tagout.platform.stop.StopOrder;
import dev.tagout.platform.trace.Step;
import dev.tagout.platform.trace.TraceParent;
import dev.tagout.platform.trace.Traces;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Makes events durable in Kafka, and counts them. */
@ApplicationScoped
public class EventSink {
  private static final Logger LOG = Logger.getLogger(EventSink.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  private final KafkaWriter writer;
  private final Traces traces;
  private final MeterRegistry meters;
  private final CountDownLatch stopping = new CountDownLatch(1);

  EventSink(KafkaWriter writer, Traces traces, MeterRegistry meters) {
    this.writer = writer;
    this.traces = traces;
    this.meters = meters;
  }

  void stop(@Observes @Priority(StopOrder.SIGNALS) ShutdownEvent event) {
    stopping.countDown();
  }

  /** Returns when all of them are durable; throws when one is not, and then others may be. */
  public void write(Feed feed, List<OutgoingRecord> records) {
    if (records.isEmpty()) {
      return;
    }
    try (Step step = traces.beginSending("collect", TraceParent.current())) {
      step.with(LogKey.SOURCE, feed.name());
      writer.write(records.stream().map(OutgoingRecord::toProducerRecord).toList());
    }
    Duration lag = feed.delivered(records);
    Buckets.DELIVERY
        .timer("tagout.collector.lag", "From when something was observed until Kafka has it")
        .tags("source", feed.name(), "type", feed.type())
        .register(meters)
        .record(lag);
    records.forEach(
        r ->
            meters
                .counter(
                    "tagout.collector.events.accepted", "source", feed.name(), "type", r.type())
                .increment());
  }

  /**
   * As {@link #write}, and tries again, in the same order, until all of them are durable. While it
   * cannot, the feed's state says why.
   *
   * @throws InterruptedException when the collector stops, or the thread is interrupted, before all
   *     of them are known to be durable
   */
  public void writeUntilDurable(Feed feed, List<OutgoingRecord> records)
      throws InterruptedException {
    untilDone(feed, () -> write(feed, records));
  }

  /**
   * Runs something that writes to Kafka for this feed, again and again until it does not throw.
   *
   * @throws InterruptedException as {@link #writeUntilDurable}
   */
  public void untilDone(Feed feed, Runnable writing) throws InterruptedException {
    Duration pause = FIRST_PAUSE;
    while (true) {
      try {
        writing.run();
        feed.notWaiting();
        return;
      } catch (RuntimeException e) {
        if (Thread.interrupted()) {
          throw new InterruptedException("interrupted before Kafka had the events");
        }
        feed.waiting("Kafka does not take its events: " + e.getMessage());
        LOG.warnf("events wait: %s %s", LogKey.SOURCE.is(feed.name()), LogKey.REASON.is(e));
      }
      if (stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new InterruptedException("stopping before Kafka had the events");
      }
      pause = pause.multipliedBy(2);
      pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }
  }

  /** Counts what was not taken. */
  public void refused(Feed feed, String reason) {
    meters
        .counter("tagout.collector.events.refused", "source", feed.name(), "reason", reason)
        .increment();
  }
}
