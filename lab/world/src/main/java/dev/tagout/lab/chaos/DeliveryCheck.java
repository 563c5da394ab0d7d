package dev.tagout.lab.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.contracts.json.Json;
import dev.tagout.contracts.topic.Topic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Nothing is lost on its way, nothing is made up, and what comes twice is the same. */
final class DeliveryCheck {
  private final Stage stage;
  private final Model model;
  private long decisions;
  private long losses;
  private long again;

  DeliveryCheck(Stage stage, Model model) {
    this.stage = stage;
    this.model = model;
  }

  /** Decisions that are recorded. */
  long decisions() {
    return decisions;
  }

  /** What was accepted or committed and is on no topic. */
  long losses() {
    return losses;
  }

  /** Records that were delivered again, under an id that was seen before. */
  long deliveredAgain() {
    return again;
  }

  List<Result> check() {
    decisions = 0;
    losses = 0;
    again = 0;
    return List.of(events(), published(), outcomes(), outcomesRecorded(), heard(), deadLetters());
  }

  private Result events() {
    Set<UUID> missing = new HashSet<>(model.acceptedIds());
    long accepted = missing.size();
    Set<UUID> seen = new HashSet<>();
    for (Topic topic : List.of(Topic.VM_EVENTS, Topic.HOST_EVENTS)) {
      stage
          .topics()
          .read(
              topic.topicName(),
              record -> {
                UUID id = UUID.fromString(TopicReader.eventId(record));
                missing.remove(id);
                if (!seen.add(id)) {
                  again++;
                }
              });
    }
    losses += missing.size();
    List<Finding> findings =
        missing.stream()
            .map(id -> new Finding(id.toString(), "was accepted and is on no topic"))
            .toList();
    return Result.of("every accepted event is on its topic", accepted, findings);
  }

  private Result published() {
    Set<String> recorded = new HashSet<>();
    try (Sql policy = new Sql(stage.policyDatabase())) {
      recorded.addAll(policy.rows("SELECT id::text FROM decision", row -> row.getString(1)));
    }
    decisions = recorded.size();
    List<Finding> findings = new ArrayList<>();
    Map<String, Integer> told = new HashMap<>();
    Map<String, String> lastOfVm = new HashMap<>();
    stage
        .topics()
        .read(
            Topic.DECISIONS.topicName(),
            record -> {
              String id = TopicReader.eventId(record);
              Integer before = told.putIfAbsent(id, Arrays.hashCode(record.value()));
              if (before == null) {
                checkOrder(record, lastOfVm, findings);
              } else {
                again++;
                if (before != Arrays.hashCode(record.value())) {
                  findings.add(new Finding(id, "was told twice, and not the same"));
                }
              }
            });
    recorded.stream()
        .filter(id -> !told.containsKey(id))
        .forEach(
            id -> {
              losses++;
              findings.add(new Finding(id, "is recorded and not on the topic"));
            });
    told.keySet().stream()
        .filter(id -> !recorded.contains(id))
        .forEach(id -> findings.add(new Finding(id, "is on the topic and not recorded")));
    return Result.of("every decision is published, once by id", decisions, findings);
  }

  /** Verdicts of one VM come in the order in which they were made. */
  private static void checkOrder(
      ConsumerRecord<String, byte[]> record, Map<String, String> lastOfVm, List<Finding> findings) {
    JsonNode decision = Json.tree(record.value());
    if (!decision.path("point").asText().equals("STANDING")) {
      return;
    }
    String at = decision.path("decidedAt").asText();
    String before = lastOfVm.put(record.key(), at);
    if (before != null && java.time.Instant.parse(at).isBefore(java.time.Instant.parse(before))) {
      findings.add(
          new Finding(
              TopicReader.eventId(record),
              "a verdict of %s of %s came after one of %s".formatted(record.key(), at, before)));
    }
  }

  private Result heard() {
    Set<String> heard = new HashSet<>();
    stage
        .topics()
        .read(
            Topic.FINDINGS.topicName(),
            record -> {
              if (!heard.add(TopicReader.eventId(record))) {
                again++;
              }
            });
    List<String> starts;
    try (Sql policy = new Sql(stage.policyDatabase())) {
      starts =
          policy.rows(
              "SELECT id::text FROM decision WHERE point = 'POWER_ON'", row -> row.getString(1));
    }
    List<String> runs;
    try (Sql remediation = new Sql(stage.remediationDatabase())) {
      runs =
          remediation.rows(
              "SELECT id::text || '/' || lower(status) FROM run WHERE ended_at IS NOT NULL",
              row -> row.getString(1));
    }
    List<String> missing =
        Stream.concat(starts.stream(), runs.stream()).filter(id -> !heard.contains(id)).toList();
    losses += missing.size();
    return Result.of(
        "the SIEM hears of every start and of every run that ended",
        starts.size() + runs.size(),
        missing.stream().map(id -> new Finding(id, "is not among the findings")).toList());
  }

  private Result outcomes() {
    Set<String> told = new HashSet<>();
    Set<String> ids = new HashSet<>();
    stage
        .topics()
        .read(
            Topic.REMEDIATION_OUTCOMES.topicName(),
            record -> {
              JsonNode outcome = Json.tree(record.value());
              told.add(outcome.path("runId").asText() + " " + outcome.path("status").asText());
              if (!ids.add(TopicReader.eventId(record))) {
                again++;
              }
            });
    return ended("every run that ended has its outcome", told);
  }

  private Result outcomesRecorded() {
    try (Sql policy = new Sql(stage.policyDatabase())) {
      return ended(
          "every outcome is in the record",
          Set.copyOf(
              policy.rows(
                  "SELECT run_id::text || ' ' || (body ->> 'status') FROM remediation_outcome",
                  row -> row.getString(1))));
    }
  }

  private Result ended(String invariant, Set<String> told) {
    List<String> ended;
    try (Sql remediation = new Sql(stage.remediationDatabase())) {
      ended =
          remediation.rows(
              "SELECT id::text || ' ' || lower(status) FROM run WHERE ended_at IS NOT NULL",
              row -> row.getString(1));
    }
    List<Finding> findings =
        ended.stream()
            .filter(run -> !told.contains(run))
            .map(run -> new Finding(run, "ended, and no outcome tells of it"))
            .toList();
    losses += findings.size();
    return Result.of(invariant, ended.size(), findings);
  }

  /** Nothing that was sent here is wrong, so nothing may be set aside. */
  private Result deadLetters() {
    List<Finding> findings = new ArrayList<>();
    for (Topic topic : Topic.values()) {
      stage
          .topics()
          .read(
              topic.deadLetterName(),
              record ->
                  findings.add(
                      new Finding(
                          TopicReader.eventId(record),
                          "is on %s: %s".formatted(topic.deadLetterName(), record.headers()))));
    }
    return Result.of("nothing is set aside as a dead letter", Topic.values().length, findings);
  }
}
