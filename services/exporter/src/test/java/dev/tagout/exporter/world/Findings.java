package dev.tagout.exporter.world;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagout.contracts.id.Ids;
import dev.tagout.contracts.json.Json;
import dev.tagout.contracts.topic.MessageType;
import dev.tagout.lab.infrastructure.TestServers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A topic of findings, on a real Kafka. */
public final class Findings implements AutoCloseable {
  private static final int PARTITIONS = 3;

  private final String topic;
  private final String bootstrapServers = TestServers.current().bootstrapServers();
  private final KafkaProducer<String, byte[]> producer;

  private final Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
  private final AtomicReference<Exception> failure = new AtomicReference<>();

  private Findings(String topic) {
    this.topic = topic;
    this.producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers", bootstrapServers,
                "linger.ms", 5,
                "max.request.size", 2000000,
                // The first request to a new topic may be refused: those behind it must wait.
                "max.in.flight.requests.per.connection", 1),
            new StringSerializer(),
            new ByteArraySerializer());
  }

  /** A topic of its own. */
  public static Findings onNewTopic() {
    Findings findings = new Findings("findings-" + Ids.next());
    try {
      findings
          .admin
          .createTopics(
              List.of(
                  new NewTopic(findings.topic, PARTITIONS, (short) 1)
                      .configs(Map.of("max.message.bytes", "2000000"))))
          .all()
          .get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
    return findings;
  }

  /** The one of the catalogue. */
  public static Findings on(String topic) {
    return new Findings(topic);
  }

  public String topic() {
    return topic;
  }

  public String bootstrapServers() {
    return bootstrapServers;
  }

  /** An event with what every class has, and a message. */
  public static ObjectNode event(String id, String message) {
    ObjectNode event = JsonNodeFactory.instance.objectNode();
    event.put("class_uid", 6003).put("class_name", "API Activity").put("category_uid", 6);
    event.put("activity_id", 99).put("activity_name", "Power On").put("type_uid", 600399);
    event.put("time", 1795946400123L).put("severity_id", 4).put("severity", "High");
    event.put("status_id", 2).put("message", message);
    ObjectNode metadata = event.putObject("metadata");
    metadata.put("version", "1.8.0").put("uid", id).put("correlation_uid", "c-" + id);
    metadata.putObject("product").put("name", "Tagout");
    event.putObject("actor").put("app_name", "start hook");
    event.putObject("api").put("operation", "START");
    event.putObject("src_endpoint").put("uid", "libvirt:host-a");
    event.putObject("device").put("uid", "libvirt:vm").put("type_id", 6);
    return event;
  }

  /** So many findings, over all partitions; their ids in order. */
  public List<String> add(int count) {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String id = Ids.next().toString();
      ids.add(id);
      send("vm-" + i % 50, id, Json.bytes(event(id, "tagout: vm may not start (" + i + ")")));
    }
    flush();
    return ids;
  }

  /** One. */
  public void add(ObjectNode event) {
    add(Json.bytes(event));
  }

  /** One that may be no finding. */
  public void add(byte[] value) {
    send("vm", Ids.next().toString(), value);
    flush();
  }

  private void send(String key, String id, byte[] value) {
    ProducerRecord<String, byte[]> record = new ProducerRecord<>(topic, key, value);
    Map.of("ce_specversion", "1.0", "ce_id", id, "ce_type", MessageType.FINDING, "ce_source", "/t")
        .forEach((name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
    producer.send(
        record,
        (metadata, e) -> {
          if (e != null) {
            failure.set(e);
          }
        });
  }

  private void flush() {
    producer.flush();
    if (failure.get() != null) {
      throw new IllegalStateException("Kafka did not take a finding", failure.get());
    }
  }

  /** Drops all that there is, as Kafka does with what is older than it is to be kept. */
  public void drop() {
    Map<TopicPartition, RecordsToDelete> all = new HashMap<>();
    for (int partition = 0; partition < PARTITIONS; partition++) {
      // -1 is the end.
      all.put(new TopicPartition(topic, partition), RecordsToDelete.beforeOffset(-1));
    }
    try {
      admin.deleteRecords(all).all().get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What a group has committed, over all partitions. */
  public long committed(String group) {
    try {
      return admin
          .listConsumerGroupOffsets(group)
          .partitionsToOffsetAndMetadata()
          .get()
          .entrySet()
          .stream()
          .filter(entry -> entry.getKey().topic().equals(topic))
          .map(Map.Entry::getValue)
          .mapToLong(OffsetAndMetadata::offset)
          .sum();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    producer.close();
    admin.close();
  }
}
