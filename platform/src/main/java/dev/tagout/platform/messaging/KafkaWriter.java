package dev.tagout.platform.messaging;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.KafkaProducer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;

/**
 * Writes records to whatever topic they name, over one idempotent producer ({@code acks=all}), that
 * of the outgoing channel {@value #CHANNEL}.
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
    KafkaProducer<String, byte[]> producer = clients.getProducer(CHANNEL);
    // While a topic's partitions are unknown every send blocks for max.block.ms, one after the
    // other, also long after this call has failed. So ask once for each topic, and send nothing.
    records.stream()
        .map(ProducerRecord::topic)
        .distinct()
        .forEach(topic -> producer.partitionsFor(topic).await().indefinitely());
    List<? extends Uni<?>> sent = records.stream().map(r -> eager(producer.send(r))).toList();
    sent.forEach(uni -> uni.await().indefinitely());
  }

  /** A Uni sends when it is subscribed to: so do that now, in order, and remember the result. */
  private static <T> Uni<T> eager(Uni<T> send) {
    return Uni.createFrom().completionStage(send.subscribeAsCompletionStage());
  }
}
