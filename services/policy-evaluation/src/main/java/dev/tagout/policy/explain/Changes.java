package dev.tagout.policy.explain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagout.contracts.decision.Decision;
import dev.tagout.contracts.decision.Violation;
import dev.tagout.contracts.json.Json;
import dev.tagout.policy.evaluation.ReviewState;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What people do about a refusal, as changes to what is known: a small set, chosen by what the
 * denials say. Whether one of them helps is for the engine to say.
 */
final class Changes {
  private static final String[] NUMBERS = {
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"
  };

  /** A group of facts about a host with which a well-kept host would be described. */
  static final Map<String, JsonNode> WELL_KEPT =
      new TreeMap<>(
          Map.of(
              "system",
              json(
                  """
                  {"edition":"server-core","roles":[],"applications":[],
                   "antivirus":{"installed":false},"startHook":{"state":"installed"}}
                  """),
              "patch",
              json("{\"missing\":[]}"),
              "network",
              json(
                  """
                  {"nics":[{"name":"management","use":"management","zone":"management",
                            "switch":"management","vlans":[]},
                           {"name":"guests","use":"guest","zone":"guests","switch":"guests",
                            "vlans":[]}]}
                  """),
              "storage",
              json(
                  """
                  {"tpm":{"present":true,"inUse":true},
                   "volumes":[{"path":"/vms","holdsVmFiles":true,"encrypted":true}]}
                  """),
              "access",
              json("{\"administrators\":[]}")));

  private final Decision decision;
  private final ReviewState state;
  private final Instant at;
  private final List<Violation> denials;
  private final Set<String> missing = new LinkedHashSet<>();
  private final List<Change> changes = new ArrayList<>();

  private Changes(Decision decision, ReviewState state, Instant at) {
    this.decision = decision;
    this.state = state;
    this.at = at;
    this.denials = decision.denials().toList();
    denials.forEach(denial -> missing.add(denial.details().path("fact").asText("")));
  }

  /** What might help against these denials. */
  static List<Change> against(Decision decision, ReviewState state, Instant at) {
    Changes changes = new Changes(decision, state, at);
    changes.ofVm();
    if (decision.host() != null) {
      changes.ofHost();
    }
    return List.copyOf(changes.changes);
  }

  private void ofVm() {
    if (denies("patch")) {
      changes.add(scan("vmFacts", "", true));
    }
    if (denies("antivirus") || missing("vm.protection")) {
      add(
          "antivirus in the VM that runs with fresh signatures",
          true,
          json ->
              fact(json, "vmFacts", "protection")
                  .putObject("antivirus")
                  .put("installed", true)
                  .put("running", true)
                  .put("signaturesAt", at.toString()));
    }
    if (denies("health") || missing("vm.protection")) {
      add(
          "a fresh attestation of the VM's health",
          true,
          json ->
              fact(json, "vmFacts", "protection")
                  .putObject("health")
                  .put("attested", true)
                  .put("attestedAt", at.toString()));
    }
    if (missing("vm.admins")) {
      add(
          "an assignment of administrators to the VM who have no rights on its host",
          true,
          json -> assignment(json, "vm").putArray("admins"));
    }
    String hostTier = decision.host() == null ? null : decision.host().tier();
    if (missing("vm.tier") && hostTier != null) {
      add(
          "an assignment of tier " + hostTier + " to the VM",
          true,
          json -> assignment(json, "vm").put("tier", hostTier));
    }
  }

  private void ofHost() {
    String host = decision.host().label();
    String vmTier = decision.vm().tier();
    if (missing("host.tier") && vmTier != null) {
      add(
          "an assignment of tier " + vmTier + " to " + host,
          false,
          json -> assignment(json, "host").put("tier", vmTier));
    }
    if (missing("residents")) {
      add(
          "a listing of " + host + " that finds no other VM there",
          false,
          json -> {
            object(json, "host").put("listed", true);
            json.putArray("residents");
          });
    }
    others(host);
    if (denies("patch/host") && state.json().path("hostFacts").has("patch")) {
      changes.add(scan("hostFacts", " of " + host, false));
    }
    WELL_KEPT.forEach(
        (group, facts) -> {
          if (missing("host." + group)) {
            add(
                "a report of host." + group + " of " + host + " with nothing amiss",
                false,
                json -> addAbsent(fact(json, "hostFacts", group), facts));
          }
        });
  }

  /** A scan without the updates that are objected to, or where none is, without any. */
  private Change scan(String facts, String whose, boolean ofVm) {
    JsonNode known = state.json().path(facts).path("patch").path("body").path("missing");
    Set<String> objected = new LinkedHashSet<>();
    for (Violation denial : denials) {
      denial.details().path("missing").forEach(id -> objected.add(id.asText()));
    }
    ArrayNode left = JsonNodeFactory.instance.arrayNode();
    int gone = 0;
    for (JsonNode update : known) {
      if (objected.contains(update.path("id").asText())) {
        gone++;
      } else {
        left.add(update);
      }
    }
    String phrase =
        gone > 0
            ? "a scan" + whose + " without the " + counted(gone)
            : "a fresh scan" + whose + (known.isMissingNode() ? " that misses nothing" : "");
    return new Change(phrase, ofVm, json -> fact(json, facts, "patch").set("missing", left));
  }

  private static String counted(int updates) {
    return updates == 1
        ? "update"
        : (updates < NUMBERS.length ? NUMBERS[updates] : String.valueOf(updates)) + " updates";
  }

  /** Those on the host that are objected to are somewhere else. */
  private void others(String host) {
    Map<String, String> unwanted = new TreeMap<>();
    for (Violation denial : denials) {
      denial
          .details()
          .path("residents")
          .forEach(
              one ->
                  unwanted.put(
                      one.path("id").asText(), one.path("name").asText(one.path("id").asText())));
    }
    if (unwanted.isEmpty()) {
      return;
    }
    List<String> names = List.copyOf(unwanted.values());
    String who =
        names.size() <= 3
            ? String.join(", ", names)
            : String.join(", ", names.subList(0, 3)) + " and " + (names.size() - 3) + " more";
    add(
        "the move of " + who + " away from " + host,
        false,
        json -> {
          ArrayNode left = JsonNodeFactory.instance.arrayNode();
          for (JsonNode resident : json.path("residents")) {
            if (!unwanted.containsKey(resident.path("id").asText())) {
              left.add(resident);
            }
          }
          json.set("residents", left);
        });
  }

  private void add(String phrase, boolean ofVm, java.util.function.Consumer<ObjectNode> edit) {
    changes.add(new Change(phrase, ofVm, edit));
  }

  private boolean denies(String partOfRule) {
    return denials.stream().anyMatch(denial -> denial.rule().contains(partOfRule));
  }

  private boolean missing(String group) {
    return missing.stream().anyMatch(fact -> fact.equals(group) || fact.startsWith(group + "."));
  }

  /** The body of a group of facts, as if it were observed now by whoever observed it before. */
  private ObjectNode fact(ObjectNode json, String facts, String group) {
    ObjectNode fact = object(object(json, facts), group);
    fact.put("observedAt", at.toString());
    if (!fact.hasNonNull("source")) {
      fact.put("source", "explain");
    }
    return object(fact, "body");
  }

  private static ObjectNode assignment(ObjectNode json, String subject) {
    return object(object(json, subject), "assignment");
  }

  private static ObjectNode object(ObjectNode in, String field) {
    return in.get(field) instanceof ObjectNode there ? there : in.putObject(field);
  }

  private static void addAbsent(ObjectNode into, JsonNode facts) {
    for (Map.Entry<String, JsonNode> fact : facts.properties()) {
      if (!into.hasNonNull(fact.getKey())) {
        into.set(fact.getKey(), fact.getValue().deepCopy());
      }
    }
  }

  private static JsonNode json(String text) {
    return Json.tree(text.getBytes(StandardCharsets.UTF_8));
  }
}
