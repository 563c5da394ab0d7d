package dev.tagout.contracts.finding;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagout.contracts.json.Require;
import java.time.Instant;

/**
 * One event for the SIEM, as it goes to {@link dev.tagout.contracts.topic.Topic#FINDINGS}.
 *
 * @param id the event's identity, equal in each delivery: CloudEvents' {@code id} and OCSF's {@code
 *     metadata.uid}
 * @param key of the record, by which events stay in order: the id of the VM that it is about, else
 *     of what was changed
 * @param at when it came about
 * @param event OCSF JSON
 */
public record Finding(String id, String key, Instant at, ObjectNode event) {
  public Finding {
    Require.text(id, 255, "id");
    Require.text(key, 1000, "key");
    Require.present(at, "at");
    Require.present(event, "event");
  }
}
