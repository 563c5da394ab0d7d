package dev.tagout.remediation.verdict;

import dev.tagout.platform.messaging.RecordConsumer;
import io.smallrye.common.annotation.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Where standing verdicts come in. */
@ApplicationScoped
public class VerdictConsumer {
  private final RecordConsumer records;
  private final VerdictHandler handler;

  VerdictConsumer(RecordConsumer records, VerdictHandler handler) {
    this.records = records;
    this.handler = handler;
  }

  /**
   * Returns when the batch may be acknowledged.
   *
   * @throws IllegalStateException when the service stops first: the batch must not be acknowledged
   */
  @Incoming("verdicts")
  @Blocking
  public void consume(ConsumerRecords<String, byte[]> batch) {
    records.consume(batch, handler);
  }
}
