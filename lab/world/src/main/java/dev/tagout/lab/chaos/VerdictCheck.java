package dev.tagout.lab.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagout.contracts.json.Json;
import dev.tagout.contracts.topic.Topic;
import dev.tagout.lab.fleet.Api;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Standing verdicts say what a fresh evaluation says, and the compacted topic has the same. */
final class VerdictCheck {
  /** What two answers about one VM may differ in: they were given at different times. */
  private static final List<String> BESIDE_THE_POINT =
      List.of("decisionId", "decidedAt", "revision", "message");

  /** A reservation that ends between the two answers makes them differ, once. */
  private static final int ATTEMPTS = 3;

  private static final int SCANNED = 40;

  private final Stage stage;

  VerdictCheck(Stage stage) {
    this.stage = stage;
  }

  List<Result> check() throws InterruptedException {
    return List.of(fresh(), Lasting.of(() -> List.of(published())).getFirst());
  }

  private Result fresh() throws InterruptedException {
    Set<String> open = new LinkedHashSet<>();
    Cast.VMS.forEach(vm -> open.add(Cast.id(vm)));
    if (stage.libvirt().isPresent()) {
      Cast.LIBVIRT_VMS.forEach(vm -> open.add(Cast.id(vm)));
    }
    open.addAll(Cast.PROBES);
    open.addAll(Cast.SCANNED.subList(0, SCANNED));
    int checked = open.size();
    Map<String, String> differences = new HashMap<>();
    for (int attempt = 1; attempt <= ATTEMPTS && !open.isEmpty(); attempt++) {
      if (attempt > 1) {
        Thread.sleep(2000);
      }
      differences.clear();
      for (String vm : open) {
        String difference = difference(vm);
        if (difference != null) {
          differences.put(vm, difference);
        }
      }
      open.retainAll(differences.keySet());
    }
    List<Finding> findings = open.stream().map(vm -> new Finding(vm, differences.get(vm))).toList();
    return Result.of("standing verdicts equal a fresh evaluation", checked, findings);
  }

  private String difference(String vm) throws InterruptedException {
    JsonNode standing = standing(vm);
    Api.Answer answer = stage.policy().get("/v1/vms/" + vm + "/explain");
    if (!answer.isOk()) {
      return "cannot be explained: " + answer.body();
    }
    JsonNode fresh = point(answer.body().path("decision"));
    return point(standing).equals(fresh) ? null : "stands " + point(standing) + ", fresh " + fresh;
  }

  private JsonNode standing(String vm) {
    try (Sql policy = new Sql(stage.policyDatabase())) {
      List<JsonNode> found =
          policy.rows(
              "SELECT body FROM verdict WHERE vm_id = '" + vm + "'",
              row -> Json.tree(row.getString(1).getBytes(StandardCharsets.UTF_8)));
      return found.isEmpty() ? JsonNodeFactory.instance.objectNode() : found.getFirst();
    }
  }

  private static JsonNode point(JsonNode decision) {
    ObjectNode point = decision.deepCopy();
    point.remove(BESIDE_THE_POINT);
    return point;
  }

  /** Of each VM the newest on the topic is the one in the database. */
  private Result published() {
    Map<String, String> newest = new HashMap<>();
    stage
        .topics()
        .read(
            Topic.VERDICTS.topicName(),
            record -> newest.put(record.key(), TopicReader.eventId(record)));
    Map<String, String> recorded = new HashMap<>();
    try (Sql policy = new Sql(stage.policyDatabase())) {
      policy.rows(
          "SELECT vm_id, decision_id::text FROM verdict",
          row -> recorded.put(row.getString(1), row.getString(2)));
    }
    List<Finding> findings = new ArrayList<>();
    Set<String> vms = new LinkedHashSet<>(newest.keySet());
    vms.addAll(recorded.keySet());
    for (String vm : vms) {
      String told = newest.get(vm);
      String stands = recorded.get(vm);
      if (told == null || !told.equals(stands)) {
        findings.add(new Finding(vm, "the topic has verdict " + told + ", stands " + stands));
      }
    }
    return Result.of("the verdicts topic has the newest of each VM", vms.size(), findings);
  }
}
