package dev.tagout.collector.sink;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.collector.CollectorConfig;
import dev.tagout.contracts.event.AccessObserved;
import dev.tagout.contracts.event.EventData;
import dev.tagout.contracts.event.NetworkObserved;
import dev.tagout.contracts.event.PatchScanned;
import dev.tagout.contracts.event.ProtectionObserved;
import dev.tagout.contracts.event.StorageObserved;
import dev.tagout.contracts.event.SystemObserved;
import dev.tagout.contracts.event.TagoutEvent;
import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.json.Json;
import dev.tagout.platform.messaging.EventRecords;
import dev.tagout.platform.messaging.OutgoingRecord;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;

/**
 * What every event must fulfil beside its contract, whichever way it came: its instants can be
 * true, its text can be stored, and Kafka takes it.
 */
@ApplicationScoped
public class Door {
  private final Instants instants;
  private final long maxBytes;

  public Door(Instants instants, CollectorConfig config) {
    this.instants = instants;
    this.maxBytes = config.maxEventSize().asLongValue();
  }

  /**
   * The event as it goes to Kafka.
   *
   * @throws ContractViolation that names the attribute or field which is wrong
   */
  public OutgoingRecord admit(TagoutEvent event) {
    instants.check(event.time(), "time");
    try {
      checkInstants(event.data());
      checkText(Json.toTree(event.data()), "$");
    } catch (ContractViolation e) {
      throw e.within("data");
    }
    OutgoingRecord record = EventRecords.toRecord(event);
    long bytes = record.json().getBytes(StandardCharsets.UTF_8).length;
    if (bytes > maxBytes) {
      throw new ContractViolation(
          "data", "has " + bytes + " bytes, at most " + maxBytes + " are taken");
    }
    return record;
  }

  private void checkInstants(EventData data) {
    switch (data) {
      case PatchScanned scan -> {
        for (int i = 0; i < scan.missing().size(); i++) {
          instants.check(scan.missing().get(i).published(), "missing[" + i + "].published");
        }
      }
      case ProtectionObserved protection -> {
        if (protection.antivirus() != null) {
          instants.check(protection.antivirus().signaturesAt(), "antivirus.signaturesAt");
        }
        if (protection.health() != null) {
          instants.check(protection.health().attestedAt(), "health.attestedAt");
        }
      }
      case SystemObserved none -> {}
      case NetworkObserved none -> {}
      case StorageObserved none -> {}
      case AccessObserved none -> {}
      case EventData.Lifecycle none -> {}
    }
  }

  /** PostgreSQL stores no NUL in text and JSON (its manual, §8.14). */
  private static void checkText(JsonNode node, String field) {
    if (node.isTextual()) {
      if (node.textValue().indexOf('\0') >= 0) {
        throw new ContractViolation(field, "has a NUL character");
      }
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        checkText(node.get(i), (field.equals("$") ? "" : field) + "[" + i + "]");
      }
    } else {
      node.properties()
          .forEach(
              e ->
                  checkText(
                      e.getValue(), field.equals("$") ? e.getKey() : field + "." + e.getKey()));
    }
  }
}
