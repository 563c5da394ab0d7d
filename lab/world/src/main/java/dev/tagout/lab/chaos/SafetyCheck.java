package dev.tagout.lab.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.contracts.json.Json;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Nobody was stopped who should not be, and nobody ran beside whom it must not. */
final class SafetyCheck {
  private final Stage stage;
  private final Ledger ledger;
  private final Map<String, List<JsonNode>> admissions = new HashMap<>();
  private final Map<String, JsonNode> decisions = new HashMap<>();
  private final List<Run> runs = new ArrayList<>();

  /** What remediation did about one run of a VM. */
  private record Run(
      String id,
      String vm,
      String instance,
      String decision,
      String action,
      String status,
      Instant actedAt) {
    static Run of(ResultSet row) throws SQLException {
      java.sql.Timestamp actedAt = row.getTimestamp(7);
      return new Run(
          row.getString(1),
          row.getString(2),
          row.getString(3),
          row.getString(4),
          row.getString(5),
          row.getString(6),
          actedAt == null ? null : actedAt.toInstant());
    }

    boolean isOf(Ledger.Stay stay) {
      return vm.equals(Cast.id(stay.vm())) && stay.instance().equals(instance);
    }

    boolean stopped() {
      return status.equals("SUCCEEDED") && !action.equals("NOTIFY");
    }
  }

  SafetyCheck(Stage stage, Ledger ledger) {
    this.stage = stage;
    this.ledger = ledger;
  }

  List<Result> check() throws InterruptedException {
    read();
    return List.of(stopsWereJust(), bypassesWereAnswered(), admittedIsNoBypass(), noMixedHost());
  }

  private void read() {
    try (Sql policy = new Sql(stage.policyDatabase());
        Sql remediation = new Sql(stage.remediationDatabase())) {
      policy.rows(
          "SELECT body FROM decision ORDER BY decided_at, id",
          row -> {
            JsonNode body = Json.tree(row.getString(1).getBytes(StandardCharsets.UTF_8));
            decisions.put(body.path("decisionId").asText(), body);
            if (body.path("point").asText().equals("POWER_ON")
                && body.path("admitted").asBoolean()) {
              admissions
                  .computeIfAbsent(body.path("vm").path("id").asText(), vm -> new ArrayList<>())
                  .add(body);
            }
            return body;
          });
      runs.addAll(
          remediation.rows(
              "SELECT id::text, vm_id, instance, decision_id::text, action, status, acted_at FROM"
                  + " run",
              Run::of));
    }
  }

  /** Each stop rests on a denial of a bypass, and the run that was stopped was admitted by none. */
  private Result stopsWereJust() {
    List<Finding> findings = new ArrayList<>();
    List<Run> stopped = runs.stream().filter(Run::stopped).toList();
    for (Run run : stopped) {
      JsonNode verdict = decisions.get(run.decision());
      if (verdict == null || !asksForStop(verdict)) {
        findings.add(
            new Finding(
                run.id(),
                "stopped %s by verdict %s %s".formatted(run.vm(), run.decision(), verdict)));
      }
      for (Ledger.Stay stay : ledger.stays()) {
        if (run.isOf(stay) && admission(stay) != null) {
          findings.add(
              new Finding(
                  run.id(),
                  "stopped %s in its run %s, which decision %s admitted"
                      .formatted(
                          run.vm(), run.instance(), admission(stay).path("decisionId").asText())));
        }
      }
    }
    return Result.of("every stop rests on a denial in force", stopped.size(), findings);
  }

  private static boolean asksForStop(JsonNode verdict) {
    if (!verdict.path("outcome").asText().equals("DENIED")
        || !verdict.path("bypass").asBoolean()
        || !verdict.path("enforcement").asText().equals("enforce")) {
      return false;
    }
    for (JsonNode violation : verdict.path("violations")) {
      if (violation.path("action").asText().equals("deny")
          && violation.path("waivedBy").isNull()
          && violation.path("remediation").asText().equals("power_off")) {
        return true;
      }
    }
    return false;
  }

  /**
   * Who ran around the gate, against a rule that asks for a stop, does not run so any more, or has
   * a run that says why.
   */
  private Result bypassesWereAnswered() {
    Set<List<String>> wanted =
        decisions.values().stream()
            .filter(SafetyCheck::asksForStop)
            .map(SafetyCheck::vmAndInstance)
            .collect(Collectors.toSet());
    Set<List<String>> still =
        standing().stream()
            .filter(SafetyCheck::asksForStop)
            .map(SafetyCheck::vmAndInstance)
            .collect(Collectors.toSet());
    Set<List<String>> explained =
        runs.stream()
            .filter(
                run ->
                    !run.action().equals("NOTIFY")
                        && List.of("HELD", "FAILED", "CANCELLED").contains(run.status()))
            .map(run -> List.of(run.vm(), run.instance()))
            .collect(Collectors.toSet());
    List<Finding> findings =
        still.stream()
            .filter(one -> !explained.contains(one))
            .map(
                one ->
                    new Finding(
                        one.getFirst(),
                        "runs as %s against a denial, and no run says why"
                            .formatted(one.getLast())))
            .toList();
    return Result.of(
        "every bypass that is denied is off, held or explained", wanted.size(), findings);
  }

  private static List<String> vmAndInstance(JsonNode verdict) {
    return List.of(verdict.path("vm").path("id").asText(), verdict.path("instance").asText());
  }

  private List<JsonNode> standing() {
    try (Sql policy = new Sql(stage.policyDatabase())) {
      return policy.rows(
          "SELECT body FROM verdict",
          row -> Json.tree(row.getString(1).getBytes(StandardCharsets.UTF_8)));
    }
  }

  /** Whoever runs as the gate admitted it is not said to run around it. */
  private Result admittedIsNoBypass() {
    Set<List<String>> bypasses =
        standing().stream()
            .filter(verdict -> verdict.path("bypass").asBoolean())
            .map(SafetyCheck::vmAndInstance)
            .collect(Collectors.toSet());
    List<Ledger.Stay> admitted =
        ledger.stays().stream().filter(stay -> admission(stay) != null).toList();
    List<Finding> findings =
        admitted.stream()
            .filter(stay -> bypasses.contains(List.of(Cast.id(stay.vm()), stay.instance())))
            .map(
                stay ->
                    new Finding(
                        Cast.id(stay.vm()),
                        "is called a bypass, and runs as %s, admitted by %s"
                            .formatted(
                                stay.instance(), admission(stay).path("decisionId").asText())))
            .toList();
    return Result.of("no start that was admitted is called a bypass", admitted.size(), findings);
  }

  /** At no time two VMs of different tiers ran on one host that the gate had admitted both. */
  private Result noMixedHost() {
    Map<String, List<Admitted>> byHost = new HashMap<>();
    int undecided = 0;
    for (Ledger.Stay stay : ledger.stays()) {
      JsonNode admission = admission(stay);
      if (admission == null) {
        continue;
      }
      if (!admission.path("outcome").asText().equals("ALLOWED")) {
        // By the fail mode of its tier, or by a waiver.
        undecided++;
        continue;
      }
      byHost.computeIfAbsent(stay.host(), host -> new ArrayList<>()).add(admitted(stay, admission));
    }
    List<Finding> findings = new ArrayList<>();
    long checked = 0;
    for (List<Admitted> stays : byHost.values()) {
      checked += stays.size();
      for (int i = 0; i < stays.size(); i++) {
        for (int j = i + 1; j < stays.size(); j++) {
          if (stays.get(i).mixesWith(stays.get(j))) {
            findings.add(
                new Finding(
                    stays.get(i).stay().host(), stays.get(i) + " ran beside " + stays.get(j)));
          }
        }
      }
    }
    return new Result(
        "no host ran two tiers that were both admitted",
        checked,
        findings,
        undecided == 0 ? null : undecided + " starts were admitted by fail mode, and left out");
  }

  private Admitted admitted(Ledger.Stay stay, JsonNode admission) {
    Instant until = stay.until() == null ? Instant.MAX : stay.until();
    for (Run run : runs) {
      if (run.isOf(stay) && run.actedAt() != null && run.actedAt().isBefore(until)) {
        until = run.actedAt();
      }
    }
    return new Admitted(
        stay,
        admission.path("vm").path("tier").asText(),
        until,
        admission.path("decisionId").asText());
  }

  /** The decision that a start was answered with; null when it was around the gate. */
  private JsonNode admission(Ledger.Stay stay) {
    JsonNode last = null;
    for (JsonNode decision : admissions.getOrDefault(Cast.id(stay.vm()), List.of())) {
      Instant at = Instant.parse(decision.path("decidedAt").asText());
      // Decisions are dated in whole milliseconds.
      if (decision.path("host").path("id").asText().equals(Cast.id(stay.host()))
          && !at.isBefore(stay.asked().minusMillis(1))
          && !at.isAfter(stay.from())) {
        last = decision;
      }
    }
    return last;
  }
}
