package dev.tagout.platform.messaging;

import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.platform.log.LogKey;
import dev.tagout.platform.stop.StopOrder;
import dev.tagout.platform.trace.Step;
import dev.tagout.platform.trace.TraceParent;
import dev.tagout.platform.trace.Traces;
import io.cloudevents.CloudEvent;
import io.cloudevents.kafka.KafkaMessageFactory;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.jboss.logging.Logger;

/**
 * The way of every record from Kafka to its handler. A batch is handled as a whole; when that
 * fails, record by record, so that one bad record does not hold up the others: it goes to the dead
 * letters with its reason. While something that we need is away (a database, a broker) the batch is
 * tried again until it is back: nothing is skipped, and Kafka is not asked for more. While the
 * service stops nothing is put aside for a failure, since the stopping may well be its cause.
 *
 * <p>Records that say to which trace they belong are handled in a step that continues it when all
 * of them belong to that one; when others are among them, or others' traces, it has links to them.
 */
@ApplicationScoped
public class RecordConsumer {
  private static final Logger LOG = Logger.getLogger(RecordConsumer.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  /** So often a record may fail for a reason that looks like our fault before it is put aside. */
  private static final int ATTEMPTS = 5;

  private final DeadLetters deadLetters;
  private final Traces traces;
  private volatile boolean stopping;

  RecordConsumer(DeadLetters deadLetters, Traces traces) {
    this.deadLetters = deadLetters;
    this.traces = traces;
  }

  void stop(@Observes @Priority(StopOrder.SIGNALS) ShutdownEvent event) {
    stopping = true;
  }

  /**
   * Returns when every record was handled or is in the dead letters.
   *
   * @throws StoppingException when the service stops first: the batch was not handled and must not
   *     be acknowledged
   */
  public <T> void consume(ConsumerRecords<String, byte[]> batch, RecordHandler<T> handler) {
    List<Parsed<T>> run = new ArrayList<>(batch.count());
    for (ConsumerRecord<String, byte[]> record : batch) {
      if (record.value() == null && handler.topic().compacted()) {
        // In order: what came before about this key must not come after its removal.
        handleRun(run, handler);
        run.clear();
        handleRemoval(record, handler);
        continue;
      }
      Optional<TraceParent> cause = TraceParent.of(record.headers());
      try {
        run.add(new Parsed<>(record, parsed(record, cause, handler), cause));
      } catch (ContractViolation e) {
        putAside(record, handler, e);
      }
    }
    handleRun(run, handler);
  }

  private <T> T parsed(
      ConsumerRecord<String, byte[]> record,
      Optional<TraceParent> cause,
      RecordHandler<T> handler) {
    CloudEvent event;
    try {
      event = KafkaMessageFactory.createReader(record.headers(), record.value()).toEvent();
    } catch (RuntimeException e) {
      // Of whatever kind: the library fails in many ways over headers that are not what they seem.
      throw new ContractViolation("$", "is no CloudEvent: " + e.getMessage());
    }
    try {
      return handler.parse(event, cause);
    } catch (ContractViolation e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.errorf(e, "cannot parse: %s", LogKey.TOPIC.is(record.topic()));
      throw new ContractViolation("$", "cannot be parsed: " + e);
    }
  }

  private <T> void handleRun(List<Parsed<T>> run, RecordHandler<T> handler) {
    List<Optional<TraceParent>> causes = run.stream().map(Parsed::cause).toList();
    if (causes.stream().allMatch(Optional::isEmpty)) {
      handleAll(run, handler);
      return;
    }
    try (Step step = traces.beginFor("process " + handler.topic().topicName(), causes)) {
      step.with(LogKey.TOPIC, handler.topic().topicName());
      handleAll(run, handler);
    }
  }

  private <T> void handleAll(List<Parsed<T>> run, RecordHandler<T> handler) {
    if (run.size() > 1) {
      List<T> values = run.stream().map(Parsed::value).toList();
      if (tryUntilDone(handler, () -> handler.handle(values), 1) == null) {
        return;
      }
    }
    for (Parsed<T> one : run) {
      List<T> value = List.of(one.value());
      RuntimeException failure = tryUntilDone(handler, () -> handler.handle(value), ATTEMPTS);
      if (failure != null) {
        putAside(one.record(), handler, failure);
      }
    }
  }

  private <T> void handleRemoval(ConsumerRecord<String, byte[]> record, RecordHandler<T> handler) {
    if (record.key() == null) {
      putAside(record, handler, new ContractViolation("$", "has neither key nor value"));
      return;
    }
    RuntimeException failure = tryUntilDone(handler, () -> handler.removed(record.key()), ATTEMPTS);
    if (failure != null) {
      putAside(record, handler, failure);
    }
  }

  /** Returns null when done, else why it never will be. Something away is waited for. */
  private RuntimeException tryUntilDone(RecordHandler<?> handler, Runnable work, int attempts) {
    Duration pause = FIRST_PAUSE;
    int failed = 0;
    for (int attempt = 1; ; attempt++) {
      if (stopping) {
        throw new StoppingException("batch not handled", null);
      }
      try {
        work.run();
        return null;
      } catch (ContractViolation e) {
        return e;
      } catch (RuntimeException e) {
        if (stopping || Thread.currentThread().isInterrupted()) {
          throw new StoppingException("batch not handled", e);
        }
        if (!Outage.explains(e) && ++failed >= attempts) {
          return e;
        }
        LOG.warnf(
            "records wait: %s %s %s",
            LogKey.TOPIC.is(handler.topic().topicName()),
            LogKey.ATTEMPT.is(attempt),
            LogKey.REASON.is(e));
        sleep(pause);
        pause = min(pause.multipliedBy(2), LONGEST_PAUSE);
      }
    }
  }

  private <T> void putAside(
      ConsumerRecord<String, byte[]> record, RecordHandler<T> handler, RuntimeException reason) {
    Duration pause = FIRST_PAUSE;
    while (true) {
      try {
        deadLetters.add(handler.topic(), record, reason);
        return;
      } catch (RuntimeException e) {
        if (stopping || Thread.currentThread().isInterrupted()) {
          throw new StoppingException("record not put aside", e);
        }
        LOG.warnf(
            "dead letter waits: %s %s",
            LogKey.TOPIC.is(handler.topic().topicName()), LogKey.REASON.is(e));
        sleep(pause);
        pause = min(pause.multipliedBy(2), LONGEST_PAUSE);
      }
    }
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  private static void sleep(Duration pause) {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoppingException("batch not handled", e);
    }
  }

  private record Parsed<T>(
      ConsumerRecord<String, byte[]> record, T value, Optional<TraceParent> cause) {}
}
