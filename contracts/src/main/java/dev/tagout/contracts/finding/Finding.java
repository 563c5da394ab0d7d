package dev.tagout.contracts.finding;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagout.contracts.id.VmId;
import dev.tagout.contracts.json.Require;
import java.time.Instant;

/**
 * One event for the SIEM, as it goes to {@link dev.tagout.contracts.topic.Topic#FINDINGS}.
 *
 * @param id the event's identity, equal in each delivery: CloudEvents' {@code id} and OCSF's {@code
 *     metadata.uid}
 * @param vm whom it is about, the record's key
 * @param at when it came about
 * @param event OCSF JSON
 */
public record Finding(String id, VmId vm, Instant at, ObjectNode event) {
  public Finding {
    Require.text(id, 255, "id");
    Require.present(vm, "vm");
    Require.present(at, "at");
    Require.present(event, "event");
  }
}
