package dev.tagout.lab.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.contracts.json.Json;
import dev.tagout.contracts.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who reads the findings from their beginning knows each life in full, and how things stand: no
 * event of a life is lost, and what is open is what the standing verdicts say.
 */
final class FindingsCheck {
  private static final int CLOSE = 3;

  private final Stage stage;
  private final Map<String, TreeMap<Integer, Integer>> heard = new HashMap<>();
  private final List<Finding> findings = new ArrayList<>();

  FindingsCheck(Stage stage) {
    this.stage = stage;
  }

  Result check() {
    stage.topics().read(Topic.FINDINGS.topicName(), record -> hear(Json.tree(record.value())));
    Set<String> known = new HashSet<>();
    int vms = 0;
    try (Sql policy = new Sql(stage.policyDatabase())) {
      for (JsonNode vm :
          policy.rows(
              "SELECT jsonb_build_object('vm', v.vm_id, 'verdict', v.body, 'matters', m.body)"
                  + " FROM verdict v LEFT JOIN matters m ON m.vm_id = v.vm_id",
              row -> Json.tree(row.getString(1).getBytes(StandardCharsets.UTF_8)))) {
        vms++;
        standsAsItIs(vm);
        vm.path("matters").forEach(matter -> known.add(isTold(matter)));
      }
    }
    heard.forEach(
        (uid, life) -> {
          isWhole(uid, life);
          if (!known.contains(uid) && life.lastEntry().getValue() != CLOSE) {
            findings.add(new Finding(uid, "was never closed, and is forgotten"));
          }
        });
    return Result.of(
        "each finding's life is told in full, and as it is", vms + heard.size(), findings);
  }

  private void hear(JsonNode event) {
    JsonNode uid = event.at("/finding_info/uid");
    int sequence = event.at("/metadata/sequence").asInt(0);
    if (sequence > 0) {
      heard
          .computeIfAbsent(uid.asText(), id -> new TreeMap<>())
          .put(sequence, event.path("activity_id").asInt());
    }
  }

  private void isWhole(String uid, TreeMap<Integer, Integer> life) {
    if (life.firstKey() != 1 || life.lastKey() != life.size()) {
      findings.add(new Finding(uid, "of its events only these are told: " + life.keySet()));
    }
  }

  /** Of a verdict with an answer; one without changes no finding. */
  private void standsAsItIs(JsonNode vm) {
    JsonNode verdict = vm.path("verdict");
    if (!Set.of("ALLOWED", "DENIED", "WAIVED").contains(verdict.path("outcome").asText())
        || verdict.path("placement").asText().equals("last")) {
      return;
    }
    Set<String> is = new TreeSet<>();
    verdict.path("violations").forEach(violation -> is.add(violation.path("rule").asText()));
    Set<String> open = new TreeSet<>();
    for (JsonNode matter : vm.path("matters")) {
      if (matter.path("open").asBoolean() && matter.at("/content/run").isMissingNode()) {
        open.add(matter.at("/content/violations/0/rule").asText());
      }
    }
    if (!is.equals(open)) {
      findings.add(
          new Finding(vm.path("vm").asText(), "violates " + is + ", and open are " + open));
    }
  }

  private String isTold(JsonNode matter) {
    String uid = matter.path("uid").asText();
    int told = matter.path("sequence").asInt();
    TreeMap<Integer, Integer> life = heard.getOrDefault(uid, new TreeMap<>());
    if (told > 0 && (life.isEmpty() || life.lastKey() != told)) {
      findings.add(new Finding(uid, "has " + told + " events, and told are " + life.keySet()));
    } else if (told > 0
        && (life.lastEntry().getValue() == CLOSE) == matter.at("/told/open").asBoolean()) {
      findings.add(new Finding(uid, "is open for one and over for the other"));
    }
    return uid;
  }
}
