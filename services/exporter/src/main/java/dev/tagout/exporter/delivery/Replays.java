package dev.tagout.exporter.delivery;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * A dead letter says whose it was, so that, when a person sends it back to the topic, it goes to
 * that destination and not to those that have it.
 */
final class Replays {
  private static final String DESTINATION = "tagout_destination";

  /** As the platform marks what it sends back. */
  private static final String REPLAYED = "tagout_replayed_at";

  private Replays() {}

  static void address(ConsumerRecord<String, byte[]> letter, String destination) {
    letter.headers().remove(DESTINATION);
    letter.headers().add(DESTINATION, destination.getBytes(StandardCharsets.UTF_8));
  }

  /** Only what was replayed may be for somebody else: else a header could hide a finding. */
  static boolean isForAnother(ConsumerRecord<String, byte[]> record, String destination) {
    Header of = record.headers().lastHeader(DESTINATION);
    return of != null
        && of.value() != null
        && record.headers().lastHeader(REPLAYED) != null
        && !destination.equals(new String(of.value(), StandardCharsets.UTF_8));
  }
}
