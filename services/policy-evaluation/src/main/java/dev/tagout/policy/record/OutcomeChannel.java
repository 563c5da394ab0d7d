package dev.tagout.policy.record;

import dev.tagout.platform.messaging.RecordConsumer;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** The channel by which remediation tells what became of runs. */
@ApplicationScoped
class OutcomeChannel {
  private final RecordConsumer consumer;
  private final OutcomeHandler handler;

  OutcomeChannel(RecordConsumer consumer, OutcomeHandler handler) {
    this.consumer = consumer;
    this.handler = handler;
  }

  @Incoming("remediation-outcomes")
  @Blocking
  void outcomes(ConsumerRecords<String, byte[]> batch) {
    consumer.consume(batch, handler);
  }
}
