package dev.tagout.collector.osquery;

import dev.tagout.collector.CollectorConfig;
import dev.tagout.collector.sink.Door;
import dev.tagout.collector.sink.EventSink;
import dev.tagout.collector.sink.Feed;
import dev.tagout.collector.sink.Feeds;
import dev.tagout.collector.sink.Instants;
import dev.tagout.contracts.event.TagoutEvent;
import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.topic.Topic;
import dev.tagout.platform.log.LogKey;
import dev.tagout.platform.messaging.DeadLetters;
import dev.tagout.platform.messaging.OutgoingRecord;
import dev.tagout.platform.messaging.StoppingException;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.smallrye.common.annotation.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/**
 * Reads what osquery's Kafka logger writes to {@code tagout.ingest.osquery.v1}, with the guarantees
 * of the platform's {@code RecordConsumer}, which reads CloudEvents and so cannot read this: a
 * batch is acknowledged when each of its results is an event that Kafka has, is put aside with its
 * reason, or is of no concern to us; while Kafka is away it waits.
 *
 * <p>The conventions: our queries are snapshot queries with the names and columns of {@link Query},
 * alone or in a pack. A VM is named by the decoration {@code vm_id}, its id, or {@code host_uuid},
 * its SMBIOS UUID on the configured platform; a host by {@code host_id}. {@code unixTime} is the
 * time of the observation, unless the rows have an earlier one; its source is {@code osquery}. The
 * id is derived from the result, so that a second delivery is recognised. A differential result
 * needs what came before it; the collector keeps no state, and puts it aside.
 */
@ApplicationScoped
@Startup
public class OsqueryConsumer {
  private static final Logger LOG = Logger.getLogger(OsqueryConsumer.class);

  static final String CHANNEL = "osquery";

  private final Door door;
  private final Instants instants;
  private final EventSink sink;
  private final DeadLetters deadLetters;
  private final MeterRegistry meters;
  private final String platform;
  private final Feed feed;

  OsqueryConsumer(
      Door door,
      Instants instants,
      EventSink sink,
      DeadLetters deadLetters,
      MeterRegistry meters,
      Feeds feeds,
      CollectorConfig config) {
    this.door = door;
    this.instants = instants;
    this.sink = sink;
    this.deadLetters = deadLetters;
    this.meters = meters;
    this.platform = config.osquery().platform();
    this.feed = feeds.listener(CHANNEL);
  }

  /**
   * Returns when the batch may be acknowledged.
   *
   * @throws StoppingException when the service stops first: the batch must not be acknowledged
   */
  @Incoming(CHANNEL)
  @Blocking
  public void consume(ConsumerRecords<String, byte[]> batch) {
    List<OutgoingRecord> events = new ArrayList<>(batch.count());
    try {
      for (ConsumerRecord<String, byte[]> record : batch) {
        try {
          read(record.value()).ifPresent(events::add);
        } catch (ContractViolation e) {
          sink.refused(feed, "invalid");
          sink.untilDone(feed, () -> deadLetters.add(Topic.INGEST_OSQUERY, record, e));
        }
      }
      sink.writeUntilDurable(feed, events);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoppingException("batch not handled", e);
    }
  }

  /**
   * The event; empty for the query of somebody else.
   *
   * @throws ContractViolation whatever goes wrong: anything else would end the channel, and the
   *     record would end it again after each restart
   */
  Optional<OutgoingRecord> read(byte[] line) {
    try {
      return event(line);
    } catch (ContractViolation e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.errorf(e, "cannot read: %s", LogKey.TOPIC.is(Topic.Names.INGEST_OSQUERY));
      throw new ContractViolation("$", "cannot be read: " + e);
    }
  }

  private Optional<OutgoingRecord> event(byte[] line) {
    OsqueryResult result = OsqueryResult.parse(line);
    Optional<Query> query = result.query();
    if (query.isEmpty()) {
      meters.counter("tagout.collector.osquery.ignored").increment();
      return Optional.empty();
    }
    TagoutEvent event = result.toEvent(query.get(), platform);
    instants.check(event.time(), "unixTime");
    return Optional.of(door.admit(event));
  }
}
