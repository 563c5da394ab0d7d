package dev.tagout.policy.inventory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagout.contracts.event.SubjectKind;
import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.id.VmId;
import dev.tagout.contracts.json.Json;
import dev.tagout.policy.page.Page;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The inventory as people and programs read it. */
@ApplicationScoped
public class InventoryViews {
  private final Clock clock;

  InventoryViews(Clock clock) {
    this.clock = clock;
  }

  /**
   * A group of facts.
   *
   * @param age since it was observed
   */
  public record FactView(Instant observedAt, Duration age, String source, JsonNode facts) {}

  /**
   * Where a VM is.
   *
   * @param state {@code defined}, {@code running} or {@code gone}
   * @param admission how a running one came to run: admitted, adopted, bypass
   */
  public record PlacementView(HostId host, String state, Instant runningSince, String admission) {}

  /**
   * A VM.
   *
   * @param tierSource {@code assignment} or {@code configuration}, null when it has no tier
   */
  public record VmView(
      VmId id,
      String name,
      String tier,
      String tierSource,
      Assignment assignment,
      List<PlacementView> placements,
      Map<String, FactView> facts) {}

  /** A host. */
  public record HostView(
      HostId id,
      String name,
      String tier,
      Boolean connected,
      Instant connectionAt,
      Instant listedAt,
      Assignment assignment,
      List<VmId> running,
      Map<String, FactView> facts) {}

  @Transactional
  Page<VmView> vms(String after, int limit) {
    List<VmEntity> rows =
        VmEntity.<VmEntity>find("id > ?1", Sort.by("id"), after).range(0, limit).list();
    List<String> ids = rows.stream().map(row -> row.id).toList();
    Map<String, Map<String, FactView>> facts = facts(SubjectKind.VM, ids);
    Map<String, List<PlacementEntity>> placements =
        PlacementEntity.<PlacementEntity>list("vmId in ?1", Sort.by("hostId"), ids).stream()
            .collect(Collectors.groupingBy(row -> row.vmId));
    return Page.of(
        rows,
        limit,
        row ->
            vm(
                row,
                placements.getOrDefault(row.id, List.of()),
                facts.getOrDefault(row.id, Map.of())),
        row -> row.id);
  }

  @Transactional
  Optional<VmView> vm(VmId id) {
    VmEntity row = VmEntity.findById(id.value());
    return Optional.ofNullable(row)
        .map(
            vm ->
                vm(
                    vm,
                    PlacementEntity.list("vmId = ?1", Sort.by("hostId"), id.value()),
                    facts(SubjectKind.VM, List.of(id.value())).getOrDefault(id.value(), Map.of())));
  }

  @Transactional
  Page<HostView> hosts(String after, int limit) {
    List<HostEntity> rows =
        HostEntity.<HostEntity>find("id > ?1", Sort.by("id"), after).range(0, limit).list();
    List<String> ids = rows.stream().map(row -> row.id).toList();
    Map<String, Map<String, FactView>> facts = facts(SubjectKind.HOST, ids);
    Map<String, List<PlacementEntity>> running =
        PlacementEntity.<PlacementEntity>list(
                "hostId in ?1 and state = 'RUNNING'", Sort.by("vmId"), ids)
            .stream()
            .collect(Collectors.groupingBy(row -> row.hostId));
    return Page.of(
        rows,
        limit,
        row ->
            host(
                row, running.getOrDefault(row.id, List.of()), facts.getOrDefault(row.id, Map.of())),
        row -> row.id);
  }

  @Transactional
  Optional<HostView> host(HostId id) {
    HostEntity row = HostEntity.findById(id.value());
    return Optional.ofNullable(row)
        .map(
            host ->
                host(
                    host,
                    PlacementEntity.list(
                        "hostId = ?1 and state = 'RUNNING'", Sort.by("vmId"), id.value()),
                    facts(SubjectKind.HOST, List.of(id.value()))
                        .getOrDefault(id.value(), Map.of())));
  }

  private static VmView vm(
      VmEntity row, List<PlacementEntity> placements, Map<String, FactView> facts) {
    Assignment assignment = assignment(row.assignment);
    String assigned = assignment == null ? null : assignment.tier();
    FactView configuration = facts.get(FactGroup.CONFIGURATION.key());
    String claimed = configuration == null ? null : configuration.facts().path("tier").asText(null);
    String source = assigned != null ? "assignment" : claimed != null ? "configuration" : null;
    return new VmView(
        new VmId(row.id),
        row.name,
        assigned != null ? assigned : claimed,
        source,
        assignment,
        placements.stream().map(InventoryViews::placement).toList(),
        facts);
  }

  private static PlacementView placement(PlacementEntity row) {
    return new PlacementView(
        new HostId(row.hostId),
        row.state.toLowerCase(java.util.Locale.ROOT),
        row.runningSince,
        row.admission == null ? null : row.admission.toLowerCase(java.util.Locale.ROOT));
  }

  private static HostView host(
      HostEntity row, List<PlacementEntity> running, Map<String, FactView> facts) {
    Assignment assignment = assignment(row.assignment);
    return new HostView(
        new HostId(row.id),
        row.name,
        assignment == null ? null : assignment.tier(),
        row.connected,
        row.connectionAt,
        row.listedAt,
        assignment,
        running.stream().map(placement -> new VmId(placement.vmId)).toList(),
        facts);
  }

  private static Assignment assignment(String json) {
    return json == null ? null : Json.read(json, Assignment.class);
  }

  private Map<String, Map<String, FactView>> facts(SubjectKind kind, List<String> subjects) {
    Instant now = clock.instant();
    return FactEntity.<FactEntity>list("kind = ?1 and subject in ?2", kind.name(), subjects)
        .stream()
        .collect(
            Collectors.groupingBy(
                row -> row.subject,
                Collectors.toMap(
                    row -> row.group, row -> fact(row, now), (a, b) -> a, TreeMap::new)));
  }

  private static FactView fact(FactEntity row, Instant now) {
    ObjectNode facts = (ObjectNode) Json.tree(row.body.getBytes(StandardCharsets.UTF_8));
    return new FactView(
        row.observedAt,
        Duration.between(row.observedAt, now).truncatedTo(ChronoUnit.SECONDS),
        row.source,
        facts);
  }
}
