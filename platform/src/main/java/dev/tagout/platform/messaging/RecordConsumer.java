package dev.tagout.platform.messaging;

import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.platform.log.LogKey;
import io.cloudevents.CloudEvent;
import io.cloudevents.kafka.KafkaMessageFactory;
import io.cloudevents.rw.CloudEventRWException;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.jboss.logging.Logger;

/**
 * The way of every record from Kafka to its handler. A batch is handled as a whole; when that
 * fails, record by record, so that one bad record does not hold up the others: it goes to the dead
 * letters with its reason. While something that we need is away (a database, a broker) the batch is
 * tried again until it is back: nothing is skipped, and Kafka is not asked for more.
 */
@ApplicationScoped
public class RecordConsumer {
  private static final Logger LOG = Logger.getLogger(RecordConsumer.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  /** So often a record may fail for a reason that looks like our fault before it is put aside. */
  private static final int ATTEMPTS = 5;

  private final DeadLetters deadLetters;
  private volatile boolean stopping;

  RecordConsumer(DeadLetters deadLetters) {
    this.deadLetters = deadLetters;
  }

  void stop(@Observes ShutdownEvent event) {
    stopping = true;
  }

  /**
   * Returns when every record was handled or is in the dead letters.
   *
   * @throws IllegalStateException when the service stops first: the batch was not handled and must
   *     not be acknowledged
   */
  public <T> void consume(ConsumerRecords<String, byte[]> batch, RecordHandler<T> handler) {
    List<Parsed<T>> parsed = new ArrayList<>(batch.count());
    for (ConsumerRecord<String, byte[]> record : batch) {
      try {
        parsed.add(new Parsed<>(record, handler.parse(cloudEvent(record))));
      } catch (ContractViolation e) {
        putAside(record, handler, e);
      }
    }
    if (!parsed.isEmpty() && !handled(parsed, handler)) {
      parsed.forEach(one -> handleOne(one, handler));
    }
  }

  private static CloudEvent cloudEvent(ConsumerRecord<String, byte[]> record) {
    try {
      return KafkaMessageFactory.createReader(record.headers(), record.value()).toEvent();
    } catch (CloudEventRWException | IllegalArgumentException | IllegalStateException e) {
      throw new ContractViolation("$", "is no CloudEvent: " + e.getMessage());
    }
  }

  private <T> boolean handled(List<Parsed<T>> batch, RecordHandler<T> handler) {
    return tryUntilHandled(
            handler, batch.stream().map(Parsed::value).toList(), batch.size() == 1 ? ATTEMPTS : 1)
        == null;
  }

  private <T> void handleOne(Parsed<T> one, RecordHandler<T> handler) {
    RuntimeException failure = tryUntilHandled(handler, List.of(one.value()), ATTEMPTS);
    if (failure != null) {
      putAside(one.record(), handler, failure);
    }
  }

  /** Returns null when handled, else why it never will be. Something away is waited for. */
  private <T> RuntimeException tryUntilHandled(
      RecordHandler<T> handler, List<T> values, int attempts) {
    Duration pause = FIRST_PAUSE;
    for (int failed = 0; ; ) {
      if (stopping) {
        throw new IllegalStateException("stopping: batch not handled");
      }
      try {
        handler.handle(values);
        return null;
      } catch (ContractViolation e) {
        return e;
      } catch (RuntimeException e) {
        boolean away = Outage.explains(e);
        if (!away && ++failed >= attempts) {
          return e;
        }
        LOG.warnf(
            "records wait: %s %s %s",
            LogKey.TOPIC.is(handler.topic().topicName()),
            LogKey.ATTEMPT.is(failed),
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
        if (stopping) {
          throw new IllegalStateException("stopping: record not put aside", e);
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
      throw new IllegalStateException("interrupted: batch not handled", e);
    }
  }

  private record Parsed<T>(ConsumerRecord<String, byte[]> record, T value) {}
}
