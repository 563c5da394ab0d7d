package dev.tagout.lab.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagout.lab.fleet.Api;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The inventory says what was accepted and assigned, and of placement and configuration what the
 * hypervisor says.
 */
final class InventoryCheck {
  private final Stage stage;
  private final Model model;

  InventoryCheck(Stage stage, Model model) {
    this.stage = stage;
    this.model = model;
  }

  List<Result> check() throws InterruptedException {
    Map<String, JsonNode> known = all(stage.policy(), "/v1/vms");
    Map<String, JsonNode> vms = Map.copyOf(known);
    known.putAll(all(stage.policy(), "/v1/hosts"));
    return List.of(facts(known), assignments(known), placements(vms));
  }

  private Result facts(Map<String, JsonNode> known) {
    List<Finding> findings = new ArrayList<>();
    long[] checked = {0};
    model
        .facts()
        .forEach(
            (subject, groups) ->
                groups.forEach(
                    (group, fact) -> {
                      checked[0]++;
                      JsonNode shown =
                          known
                              .getOrDefault(subject, JsonNodeFactory.instance.objectNode())
                              .path("facts")
                              .path(group);
                      if (!says(shown, fact)) {
                        findings.add(
                            new Finding(
                                subject,
                                "%s is not event %s of %s %s but %s"
                                    .formatted(
                                        group, fact.eventId(), fact.at(), fact.data(), shown)));
                      }
                    }));
    return Result.of("every accepted event is reflected", checked[0], findings);
  }

  private static boolean says(JsonNode shown, Model.Fact fact) {
    return shown.hasNonNull("observedAt")
        && Instant.parse(shown.path("observedAt").asText()).equals(fact.at())
        && known(shown.path("facts")).equals(known(fact.data()));
  }

  /** Without what is null: whether that is written or left out means nothing. */
  private static JsonNode known(JsonNode node) {
    if (node.isObject()) {
      ObjectNode copy = JsonNodeFactory.instance.objectNode();
      node.properties().stream()
          .filter(field -> !field.getValue().isNull())
          .forEach(field -> copy.set(field.getKey(), known(field.getValue())));
      return copy;
    }
    if (node.isArray()) {
      ArrayNode copy = JsonNodeFactory.instance.arrayNode();
      node.forEach(item -> copy.add(known(item)));
      return copy;
    }
    return node;
  }

  private Result assignments(Map<String, JsonNode> known) {
    List<Finding> findings = new ArrayList<>();
    Map<String, String> tiers = model.tiers();
    tiers.forEach(
        (subject, tier) -> {
          JsonNode shown = known.get(subject);
          String is = shown == null ? null : shown.path("tier").asText(null);
          if (!tier.equals(is)) {
            findings.add(new Finding(subject, "is " + is + " and was assigned to " + tier));
          }
        });
    return Result.of("every answered assignment holds", tiers.size(), findings);
  }

  private Result placements(Map<String, JsonNode> known) throws InterruptedException {
    List<Finding> findings = new ArrayList<>();
    Map<String, Machines.Truth> truth = new TreeMap<>();
    for (Machines machines : stage.machines()) {
      truth.putAll(machines.all());
    }
    truth.forEach(
        (vm, real) -> {
          JsonNode shown = known.getOrDefault(vm, JsonNodeFactory.instance.objectNode());
          String expected = real.host() + (real.runs() ? " running" : " defined");
          String said = place(shown);
          if (!expected.equals(said)) {
            findings.add(new Finding(vm, "is " + expected + " and said to be " + said));
          }
          JsonNode configuration = shown.path("facts").path("configuration").path("facts");
          real.configuration()
              .filter(is -> !known(configuration).equals(known(is)))
              .ifPresent(
                  is ->
                      findings.add(
                          new Finding(vm, "is " + is + " and said to be " + configuration)));
        });
    return Result.of("every VM is where the hypervisor has it", truth.size(), findings);
  }

  private static String place(JsonNode vm) {
    List<String> places = new ArrayList<>();
    for (JsonNode placement : vm.path("placements")) {
      if (!placement.path("state").asText().equals("gone")) {
        places.add(placement.path("host").asText() + " " + placement.path("state").asText());
      }
    }
    return String.join(", ", places);
  }

  /** All of a list that comes in pages, by id. */
  static Map<String, JsonNode> all(Api api, String path) throws InterruptedException {
    Map<String, JsonNode> all = new TreeMap<>();
    String after = "";
    while (after != null) {
      Api.Answer answer = api.get(path + "?limit=200" + (after.isEmpty() ? "" : "&after=" + after));
      if (!answer.isOk()) {
        throw new ChaosException(path + " answered " + answer.body());
      }
      for (JsonNode item : answer.body().path("items")) {
        all.put(item.path("id").asText(), item);
      }
      after = answer.body().path("next").asText(null);
    }
    return all;
  }
}
