package dev.tagout.lab.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What must be known, from what was accepted alone: of each group of facts the newest by time and
 * then by event id; of assignments the last one that was answered. Safe for threads.
 */
final class Model {

  /** The newest of a group. */
  record Fact(Instant at, String eventId, JsonNode data) {
    boolean isOlderThan(Fact other) {
      int byTime = at.compareTo(other.at);
      return byTime != 0 ? byTime < 0 : eventId.compareTo(other.eventId) < 0;
    }
  }

  private final Map<String, Map<String, Fact>> facts = new TreeMap<>();
  private final Map<String, String> tiers = new TreeMap<>();
  private final Set<UUID> accepted = new HashSet<>();

  /** The collector said 202. It may say so twice. */
  synchronized void accepted(Event event) {
    accepted.add(event.id());
    facts
        .computeIfAbsent(event.subject(), subject -> new TreeMap<>())
        .merge(
            event.group(),
            new Fact(event.time(), event.id().toString(), event.data()),
            (known, told) -> known.isOlderThan(told) ? told : known);
  }

  /** An assignment was answered. */
  synchronized void assigned(String subject, String tier) {
    tiers.put(subject, tier);
  }

  synchronized Set<UUID> acceptedIds() {
    return Set.copyOf(accepted);
  }

  synchronized int acceptedCount() {
    return accepted.size();
  }

  synchronized Map<String, Map<String, Fact>> facts() {
    Map<String, Map<String, Fact>> copy = new TreeMap<>();
    facts.forEach((subject, groups) -> copy.put(subject, Map.copyOf(groups)));
    return copy;
  }

  synchronized Map<String, String> tiers() {
    return Map.copyOf(tiers);
  }
}
