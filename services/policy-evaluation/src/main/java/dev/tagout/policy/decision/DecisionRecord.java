package dev.tagout.policy.decision;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.contracts.decision.Decision;
import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.json.Json;
import dev.tagout.policy.page.Page;
import io.quarkus.hibernate.orm.panache.PanacheQuery;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The record of decisions, newest first. */
@ApplicationScoped
class DecisionRecord {
  /**
   * Which decisions. What is null does not matter.
   *
   * @param after id of the decision after which the page begins
   */
  record Filter(
      String vm,
      String host,
      String outcome,
      String rule,
      Instant since,
      Instant until,
      UUID after) {}

  /**
   * A decision with the input that it can be replayed from.
   *
   * @param traceId null when it is of no trace
   */
  record Recorded(Decision decision, JsonNode input, String traceId) {}

  @Transactional
  Page<Decision> find(Filter filter, int limit) {
    List<String> conditions = new ArrayList<>();
    Map<String, Object> values = new HashMap<>();
    condition(conditions, values, "vmId = :vm", "vm", filter.vm());
    condition(conditions, values, "hostId = :host", "host", filter.host());
    condition(conditions, values, "outcome = :outcome", "outcome", filter.outcome());
    condition(conditions, values, "array_contains(rules, :rule)", "rule", filter.rule());
    condition(conditions, values, "decidedAt >= :since", "since", filter.since());
    condition(conditions, values, "decidedAt < :until", "until", filter.until());
    if (filter.after() != null) {
      DecisionEntity last = DecisionEntity.findById(filter.after());
      if (last == null) {
        throw new ContractViolation("after", "is no decision that is recorded");
      }
      conditions.add("(decidedAt < :at or (decidedAt = :at and id < :after))");
      values.put("at", last.decidedAt);
      values.put("after", last.id);
    }
    Sort newestFirst = Sort.descending("decidedAt", "id");
    PanacheQuery<DecisionEntity> query =
        conditions.isEmpty()
            ? DecisionEntity.findAll(newestFirst)
            : DecisionEntity.find(String.join(" and ", conditions), newestFirst, values);
    return Page.of(
        query.range(0, limit).list(), limit, DecisionRecord::decision, row -> row.id.toString());
  }

  @Transactional
  Optional<Recorded> find(UUID id) {
    DecisionEntity row = DecisionEntity.findById(id);
    return Optional.ofNullable(row)
        .map(
            r ->
                new Recorded(
                    decision(r), Json.tree(r.input.getBytes(StandardCharsets.UTF_8)), r.traceId));
  }

  private static void condition(
      List<String> conditions,
      Map<String, Object> values,
      String condition,
      String name,
      Object value) {
    if (value != null) {
      conditions.add(condition);
      values.put(name, value);
    }
  }

  private static Decision decision(DecisionEntity row) {
    return Json.read(row.body, Decision.class);
  }
}
