package dev.tagout.platform.messaging;

import dev.tagout.platform.log.LogKey;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TransactionAbortedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Writes records of which none may arrive late: what another writer of the same transactional id,
 * in this process or another, has under way is finished or refused by Kafka before the first record
 * of this one is taken. So whoever was cut off, paused or slow cannot put an older record behind a
 * newer one, however long it sleeps (KIP-98, "Transactional Guarantees"). What is written in one
 * call is one transaction of Kafka: consumers with {@code read_committed} see all of it or none.
 *
 * <p>That two take turns is for the callers to see to, by a lock. A writer that finds itself fenced
 * by the other fences it in turn, and then asks for a proof that the lock is still its own: only a
 * caller that has it may go on, and the other one is fenced by now.
 *
 * <p>Settings are those of the outgoing channel {@value KafkaWriter#CHANNEL}.
 */
@ApplicationScoped
public class FencedWriter implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(FencedWriter.class);
  private static final String SETTINGS = "mp.messaging.outgoing." + KafkaWriter.CHANNEL + ".";

  /**
   * How often a call takes its turn back. Once is the rule after another replica had it; more often
   * only if somebody writes without the lock.
   */
  private static final int MOST_FENCES = 3;

  /**
   * What a dead writer has begun hides what follows in its partitions for so long, if nobody fences
   * it before. More than delivery.timeout.ms and the commit, 15 s.
   */
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private final Map<String, Object> settings;

  /** Fenced are all before it, and none yet is after it; null before the first call. */
  private KafkaProducer<String, byte[]> producer;

  /** What shows that the caller still has its lock. */
  @FunctionalInterface
  public interface Proof {
    /** Throws when the caller may not go on, and then nothing was written. */
    void require();
  }

  @Inject
  FencedWriter(
      @Identifier("default-kafka-broker") Map<String, Object> broker,
      Config config,
      @ConfigProperty(name = "tagout.outbox.transactional-id") String transactionalId) {
    this(settings(broker, config), transactionalId);
  }

  /** Connects at the first call. */
  public FencedWriter(Map<String, Object> settings, String transactionalId) {
    this.settings = new HashMap<>(settings);
    this.settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
    this.settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    this.settings.put(ProducerConfig.ACKS_CONFIG, "all");
    // While it fences the broker answers "not yet" for some milliseconds; Kafka's 100 ms for each
    // are three quarters of a takeover.
    this.settings.putIfAbsent(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, 10L);
    this.settings.putIfAbsent(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, (int) LONGEST.toMillis());
  }

  private static Map<String, Object> settings(Map<String, Object> broker, Config config) {
    Map<String, Object> settings = new HashMap<>(broker);
    settings.keySet().retainAll(ProducerConfig.configNames());
    for (String name : ProducerConfig.configNames()) {
      config
          .getOptionalValue(SETTINGS + name, String.class)
          .ifPresent(value -> settings.put(name, value));
    }
    return settings;
  }

  /**
   * Sends the records in order, and returns when it is known of each whether it is durable. What
   * has topic and key of one that is in doubt is not sent behind it; what Kafka never takes holds
   * up nothing.
   *
   * @param proof is asked for after others were fenced and before each attempt but the first, and
   *     what it throws is thrown
   * @return why a record is not durable, or not known to be, by its place in the list and in that
   *     order
   */
  public synchronized Map<Integer, RuntimeException> attempt(
      List<ProducerRecord<String, byte[]>> records, Proof proof) {
    SortedSet<Integer> left = new TreeSet<>(IntStream.range(0, records.size()).boxed().toList());
    Map<Integer, RuntimeException> failures = new TreeMap<>();
    int fences = 0;
    while (!left.isEmpty()) {
      try {
        Map<Integer, RuntimeException> refused = inTransaction(records, left, proof);
        if (refused.isEmpty()) {
          break;
        }
        failures.putAll(refused);
        left.removeAll(refused.keySet());
        holdUp(records, left, failures);
      } catch (ProofException e) {
        throw e.reason;
      } catch (RuntimeException e) {
        // Whether it was committed Kafka alone knows: that is settled before the next one begins.
        discard();
        if (!isFenced(e) || ++fences > MOST_FENCES) {
          left.forEach(place -> failures.put(place, e));
          break;
        }
        LOG.debugf("fenced by another replica, and fences it: %s", LogKey.REASON.is(e));
      }
    }
    return failures;
  }

  /**
   * Returns what is wrong with single records, and then none is durable; empty when all are.
   *
   * @throws KafkaException when it is not about a record
   */
  private Map<Integer, RuntimeException> inTransaction(
      List<ProducerRecord<String, byte[]>> records, Set<Integer> places, Proof proof) {
    boolean again = places.size() < records.size();
    if (producer == null) {
      producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
      producer.initTransactions();
      again = true;
    }
    if (again) {
      prove(proof);
    }
    Map<Integer, RuntimeException> failures = absent(records, places);
    if (!failures.isEmpty()) {
      return failures;
    }
    producer.beginTransaction();
    Sending sending = new Sending();
    sending.send(producer, records, places);
    if (sending.isDone()) {
      producer.commitTransaction();
      return Map.of();
    }
    Map<Integer, RuntimeException> culprits = sending.culprits();
    producer.abortTransaction();
    return culprits;
  }

  private void prove(Proof proof) {
    try {
      proof.require();
    } catch (RuntimeException e) {
      throw new ProofException(e);
    }
  }

  /** While a topic is unknown every send blocks for max.block.ms. So ask once for each. */
  private Map<Integer, RuntimeException> absent(
      List<ProducerRecord<String, byte[]>> records, Set<Integer> places) {
    Map<String, RuntimeException> absent = new HashMap<>();
    Set<String> known = new HashSet<>();
    Map<Integer, RuntimeException> failures = new TreeMap<>();
    for (int place : places) {
      String topic = records.get(place).topic();
      if (!absent.containsKey(topic) && known.add(topic)) {
        try {
          producer.partitionsFor(topic);
        } catch (InterruptException e) {
          throw e;
        } catch (KafkaException e) {
          absent.put(topic, e);
        }
      }
      if (absent.containsKey(topic)) {
        failures.put(place, absent.get(topic));
      }
    }
    return failures;
  }

  private static boolean isFenced(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause() == t ? null : t.getCause()) {
      if (t instanceof ProducerFencedException || t instanceof InvalidProducerEpochException) {
        return true;
      }
    }
    return false;
  }

  /** Takes away what would overtake another with its topic and key, for that one's reason. */
  private static void holdUp(
      List<ProducerRecord<String, byte[]>> records,
      Set<Integer> left,
      Map<Integer, RuntimeException> failures) {
    Map<Line, RuntimeException> held = new HashMap<>();
    for (int place = 0; place < records.size(); place++) {
      Line line = Line.of(records.get(place));
      RuntimeException reason = failures.get(place);
      if (reason != null && !Undeliverable.explains(reason)) {
        held.putIfAbsent(line, reason);
      } else if (reason == null && held.containsKey(line)) {
        failures.put(place, held.get(line));
        left.remove(place);
      }
    }
  }

  private record Line(String topic, String key) {
    static Line of(ProducerRecord<String, ?> record) {
      return new Line(record.topic(), record.key());
    }
  }

  private void discard() {
    if (producer != null) {
      // Nothing is waited for: the next one fences it.
      producer.close(Duration.ZERO);
      producer = null;
    }
  }

  @PreDestroy
  @Override
  public synchronized void close() {
    discard();
  }

  /**
   * Records on their way in one transaction. When one fails, Kafka's client fails others of the
   * transaction for that one's reason. Whoever is put aside for good must not be one of those, so
   * of failures that would be the same at every attempt only the first counts.
   */
  private static final class Sending {
    private final Thread sender = Thread.currentThread();
    private final Queue<Failure> failures = new ConcurrentLinkedQueue<>();
    private volatile Failure atOnce;

    private record Failure(int place, RuntimeException reason) {}

    /** Returns when nothing is under way any more. */
    void send(
        KafkaProducer<String, byte[]> producer,
        List<ProducerRecord<String, byte[]>> records,
        Set<Integer> places) {
      List<Future<?>> sent = new ArrayList<>();
      for (int place : places) {
        if (atOnce != null) {
          note(place, new TransactionAbortedException());
          continue;
        }
        try {
          sent.add(producer.send(records.get(place), (done, reason) -> note(place, reason)));
        } catch (InterruptException e) {
          throw e;
        } catch (KafkaException e) {
          // Not made at all, as the transaction had failed before.
          note(place, new TransactionAbortedException("not sent", e));
          break;
        }
      }
      for (Future<?> future : sent) {
        try {
          future.get();
        } catch (ExecutionException e) {
          // Noted.
        } catch (InterruptedException e) {
          throw new InterruptException(e);
        }
      }
    }

    private void note(int place, Exception reason) {
      if (reason == null) {
        return;
      }
      Failure failure =
          new Failure(
              place, reason instanceof RuntimeException known ? known : new KafkaException(reason));
      // What the sending thread is told while it sends was found out of that record, before any
      // other could fail for it: its size, say.
      if (Thread.currentThread() == sender && !(reason instanceof TransactionAbortedException)) {
        atOnce = failure;
      }
      failures.add(failure);
    }

    boolean isDone() {
      return failures.isEmpty();
    }

    /**
     * Those that are not sent again in this call.
     *
     * @throws KafkaException when what went wrong is about no record
     */
    Map<Integer, RuntimeException> culprits() {
      for (Failure failure : failures) {
        if (isFenced(failure.reason())) {
          throw new KafkaException(failure.reason());
        }
      }
      Failure first = atOnce == null ? failures.peek() : atOnce;
      if (Undeliverable.explains(first.reason())) {
        return Map.of(first.place(), first.reason());
      }
      // In doubt, which is not for good: whoever failed waits, for its own reason or for another's.
      Map<Integer, RuntimeException> waiting = new TreeMap<>();
      for (Failure failure : failures) {
        if (!Undeliverable.explains(failure.reason())) {
          waiting.putIfAbsent(failure.place(), failure.reason());
        }
      }
      return waiting;
    }
  }

  /** Carries what a proof threw past what Kafka throws, which may be of the same type. */
  private static final class ProofException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final RuntimeException reason;

    ProofException(RuntimeException reason) {
      super(reason);
      this.reason = reason;
    }
  }
}
