package dev.tagout.platform.messaging;

import dev.tagout.platform.trace.TraceParent;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.KafkaProducer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;

/**
 * Writes records to whatever topic they name, over one idempotent producer ({@code acks=all}), that
 * of the outgoing channel {@value #CHANNEL}. A record that does not say to which trace it belongs
 * belongs to that of the step which writes it.
 */
@ApplicationScoped
public class KafkaWriter {
  static final String CHANNEL = "tagout-out";

  private final KafkaClientService clients;

  KafkaWriter(KafkaClientService clients, @Channel(CHANNEL) Emitter<byte[]> channel) {
    this.clients = clients;
  }

  /** Returns when the record is durable; throws when it is not. */
  public void write(ProducerRecord<String, byte[]> record) {
    write(List.of(record));
  }

  /**
   * Sends the records in order and returns when all of them are durable; throws when one is not,
   * and then others may be.
   */
  public void write(List<ProducerRecord<String, byte[]>> records) {
    Map<Integer, RuntimeException> failures = attempt(records);
    if (!failures.isEmpty()) {
      throw failures.values().iterator().next();
    }
  }

  /**
   * Sends the records in order, and returns when it is known of each whether it is durable.
   *
   * @return why a record is not durable, or not known to be, by its place in the list and in that
   *     order
   */
  public Map<Integer, RuntimeException> attempt(List<ProducerRecord<String, byte[]>> records) {
    KafkaProducer<String, byte[]> producer = clients.getProducer(CHANNEL);
    TraceParent.current().ifPresent(here -> tell(here, records));
    Map<String, RuntimeException> absent = absent(producer, records);
    Map<Integer, RuntimeException> failures = new TreeMap<>();
    Map<Integer, Uni<?>> sent = new TreeMap<>();
    for (int i = 0; i < records.size(); i++) {
      RuntimeException reason = absent.get(records.get(i).topic());
      if (reason == null) {
        sent.put(i, eager(producer.send(records.get(i))));
      } else {
        failures.put(i, reason);
      }
    }
    sent.forEach(
        (i, uni) -> {
          try {
            uni.await().indefinitely();
          } catch (RuntimeException e) {
            failures.put(i, e);
          }
        });
    return failures;
  }

  private static void tell(TraceParent here, List<ProducerRecord<String, byte[]>> records) {
    for (ProducerRecord<String, byte[]> record : records) {
      if (record.headers().lastHeader(TraceParent.HEADER) == null) {
        here.writeTo(record.headers());
      }
    }
  }

  /**
   * While a topic's partitions are unknown every send blocks for max.block.ms, one after the other,
   * also long after the call has failed. So ask once for each topic, and send nothing there.
   */
  private static Map<String, RuntimeException> absent(
      KafkaProducer<String, byte[]> producer, List<ProducerRecord<String, byte[]>> records) {
    Map<String, RuntimeException> absent = new HashMap<>();
    Set<String> topics = new HashSet<>();
    for (ProducerRecord<String, byte[]> record : records) {
      if (topics.add(record.topic())) {
        try {
          producer.partitionsFor(record.topic()).await().indefinitely();
        } catch (RuntimeException e) {
          absent.put(record.topic(), e);
        }
      }
    }
    return absent;
  }

  /** A Uni sends when it is subscribed to: so do that now, in order, and remember the result. */
  private static <T> Uni<T> eager(Uni<T> send) {
    return Uni.createFrom().completionStage(send.subscribeAsCompletionStage());
  }
}
