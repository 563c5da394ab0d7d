package dev.tagout.platform.messaging;

import dev.tagout.contracts.json.Require;
import dev.tagout.contracts.topic.Topic;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A record on its way to Kafka: a CloudEvent in binary content mode (CloudEvents Kafka protocol
 * binding 1.0.2, §3.2), which means that its attributes are headers {@code ce_*}.
 *
 * @param id from which a re-delivery is recognised
 * @param json the value
 */
public record OutgoingRecord(
    Topic topic,
    String key,
    String id,
    String type,
    URI source,
    String subject,
    Instant time,
    String json) {
  public OutgoingRecord {
    Require.present(topic, "topic");
    Require.present(key, "key");
    Require.present(id, "id");
    Require.present(type, "type");
    Require.present(source, "source");
    Require.present(time, "time");
    Require.present(json, "json");
  }

  /** The record as Kafka's producer takes it. */
  public ProducerRecord<String, byte[]> toProducerRecord() {
    ProducerRecord<String, byte[]> out =
        new ProducerRecord<>(topic.topicName(), key, json.getBytes(StandardCharsets.UTF_8));
    header(out, "ce_specversion", "1.0");
    header(out, "ce_id", id);
    header(out, "ce_type", type);
    header(out, "ce_source", source.toString());
    header(out, "ce_time", time.toString());
    if (subject != null) {
      header(out, "ce_subject", subject);
    }
    header(out, "content-type", "application/json");
    return out;
  }

  private static void header(ProducerRecord<?, ?> out, String name, String value) {
    out.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
  }
}
