package dev.tagout.policy.inventory;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagout.contracts.id.DecisionId;
import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.id.VmId;
import dev.tagout.contracts.json.Json;
import dev.tagout.policy.database.Statements;
import dev.tagout.policy.inventory.Admitted.Clocks;
import dev.tagout.policy.inventory.Course.Run;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What was seen on one host, in the database, and the placements that are told from it. Whoever
 * writes has locked the VMs and the host.
 */
final class Histories {
  private final Statements on;
  private final HostId host;

  Histories(Statements on, HostId host) {
    this.on = on;
    this.host = host;
  }

  /**
   * One VM's history on the host.
   *
   * @param base what followed from sightings that are not kept any more
   */
  private record History(Placement placement, Course base) {}

  /** Keeps a report of the whole host. */
  void add(HostReport report, String name) throws SQLException {
    on.update(
        "INSERT INTO host_report (host_id, reported_at, event_id, kind, name)"
            + " SELECT id, ?, ?, ?, ? FROM host WHERE id = ? AND history_from < ?"
            + " ON CONFLICT DO NOTHING",
        report.stamp().at(),
        report.stamp().eventId(),
        report.kind(),
        name,
        host,
        report.stamp().at());
  }

  /** Keeps sightings; those that come too late are left out. */
  void add(Map<VmId, List<Sighting>> sightings) throws SQLException {
    ArrayNode rows = JsonNodeFactory.instance.arrayNode();
    sightings.forEach(
        (vm, seen) ->
            seen.forEach(
                sighting ->
                    rows.addObject()
                        .put("vm", vm.value())
                        .put("at", sighting.stamp().at().toString())
                        .put("event", sighting.stamp().eventId())
                        .put("kind", sighting.kind().name())
                        .put("instance", sighting.instance())));
    on.update(
        "INSERT INTO sighting (host_id, vm_id, seen_at, event_id, kind, instance)"
            + " SELECT h.id, s.vm, s.at, s.event, s.kind, s.instance FROM host h,"
            + " jsonb_to_recordset(?::jsonb)"
            + " AS s (vm text, at timestamptz, event text, kind text, instance text)"
            + " WHERE h.id = ? AND h.history_from < s.at ON CONFLICT DO NOTHING",
        rows,
        host);
  }

  /** Who may be missed by a report: who is thought to be there, or was missed by a later one. */
  List<VmId> whoMayBeMissed(Stamp report) throws SQLException {
    return on.rows(
        "SELECT vm_id FROM placement WHERE host_id = ? AND (state <> 'GONE' OR observed_at >= ?)",
        row -> new VmId(row.getString(1)),
        host,
        report.at());
  }

  /**
   * Tells the placements of some VMs anew, and writes what has changed.
   *
   * @param defined newest definitions that came now
   */
  void tell(Collection<VmId> vms, Map<VmId, Instant> defined, Changes changes) throws SQLException {
    Map<VmId, History> histories = histories(vms);
    Map<VmId, Course.Told> told = told(vms, histories);
    Set<VmId> byTicket = explainByTickets(told, histories);
    told.putAll(told(byTicket, histories));

    List<Placement> changed = new ArrayList<>();
    List<String> used = new ArrayList<>();
    told.forEach(
        (vm, one) -> {
          Placement before = history(histories, vm).placement();
          Placement after = before.with(one.course(), defined.getOrDefault(vm, Instant.EPOCH));
          one.used().forEach(decision -> used.add(decision.value()));
          if (!after.equals(before)) {
            changed.add(after);
          }
          if (isBypass(after) && !(isBypass(before) && isSameInstance(before, after))) {
            changes.bypass(after.course().run().since());
          }
          if (after.differsFrom(before)) {
            changes.vm(vm);
            changes.host(host);
          }
        });
    put(changed);
    if (!used.isEmpty()) {
      // Its VM is there itself now.
      on.update(
          "UPDATE reservation SET expired = true WHERE decision_id = ANY (?::uuid[])"
              + " AND NOT expired",
          used);
    }
  }

  private static boolean isBypass(Placement placement) {
    Run run = placement.course().run();
    return run != null && run.admission() == Course.Admission.BYPASS;
  }

  private static boolean isSameInstance(Placement before, Placement after) {
    return Objects.equals(before.course().run().instance(), after.course().run().instance());
  }

  private History history(Map<VmId, History> histories, VmId vm) {
    return histories.getOrDefault(vm, new History(Placement.unseen(vm, host), Course.UNSEEN));
  }

  private Map<VmId, Course.Told> told(Collection<VmId> vms, Map<VmId, History> histories)
      throws SQLException {
    if (vms.isEmpty()) {
      return new HashMap<>();
    }
    SortedSet<HostReport> reports = reports();
    Map<VmId, List<Admitted>> admitted = admitted(vms);
    Map<VmId, SortedSet<Sighting>> sightings = sightings(vms);
    Map<VmId, Course.Told> told = new HashMap<>();
    for (VmId vm : vms) {
      told.put(
          vm,
          history(histories, vm)
              .base()
              .after(
                  sightings.getOrDefault(vm, new TreeSet<>()),
                  new Course.Circumstances(reports, admitted.getOrDefault(vm, List.of()))));
    }
    return told;
  }

  /**
   * A host that could not ask has a signed answer of ours to decide by, and tells of it when it can
   * ask again, which may be after the start is reported. So a start that such an answer allowed is
   * taken for admitted until the host has told of its starts and not of this one.
   */
  private Set<VmId> explainByTickets(Map<VmId, Course.Told> told, Map<VmId, History> histories)
      throws SQLException {
    ArrayNode starts = JsonNodeFactory.instance.arrayNode();
    told.forEach(
        (vm, one) -> {
          Run run = one.course().run();
          if (run != null
              && run.admission() == Course.Admission.BYPASS
              && !run.equals(history(histories, vm).placement().course().run())) {
            starts
                .addObject()
                .put("vm", vm.value())
                .put("from", one.lastBegan().earliest().minus(Clocks.DIFFER.atMost()).toString())
                .put("to", one.lastBegan().latest().plus(Clocks.DIFFER.atMost()).toString())
                .put("seen", run.since().toString());
          }
        });
    return starts.isEmpty()
        ? Set.of()
        : Set.copyOf(
            on.rows(
                "SELECT explain_by_tickets(?, ?::jsonb)",
                row -> new VmId(row.getString(1)),
                host,
                starts));
  }

  /**
   * Brings what the reports say of the host itself up to date.
   *
   * @return whether it is now known who runs there and was not before, or the other way round
   */
  boolean refreshHost() throws SQLException {
    return on.first(
            "WITH newest AS (SELECT r.reported_at, r.name, NOT EXISTS ("
                + "SELECT 1 FROM host_report x WHERE x.host_id = r.host_id AND x.kind = 'REMOVED'"
                + " AND (x.reported_at, x.event_id) > (r.reported_at, r.event_id)) AS counts"
                + " FROM host_report r WHERE r.host_id = ? AND r.kind = 'LISTED'"
                + " ORDER BY r.reported_at DESC, r.event_id DESC LIMIT 1),"
                + " before AS (SELECT listed_at FROM host WHERE id = ?)"
                + " UPDATE host SET name = newest.name,"
                + " listed_at = CASE WHEN newest.counts THEN newest.reported_at END"
                + " FROM newest, before WHERE id = ?"
                + " RETURNING (before.listed_at IS NULL) <> (host.listed_at IS NULL)",
            row -> row.getBoolean(1),
            host,
            host,
            host)
        .orElse(false);
  }

  /**
   * Takes away what was seen until some time: what follows from it is kept.
   *
   * @param vms all who have a placement there
   */
  void forget(Collection<VmId> vms, Instant until) throws SQLException {
    SortedSet<HostReport> reports = reports();
    reports.removeIf(report -> report.stamp().at().isAfter(until));
    Map<VmId, List<Admitted>> admitted = admitted(vms);
    Map<VmId, SortedSet<Sighting>> sightings = sightings(vms);
    List<String> spent = new ArrayList<>();
    for (Map.Entry<VmId, History> one : histories(vms).entrySet()) {
      Course base = one.getValue().base();
      SortedSet<Sighting> old = sightings.getOrDefault(one.getKey(), new TreeSet<>());
      old.removeIf(sighting -> sighting.stamp().at().isAfter(until));
      Course.Told told =
          base.after(
              old,
              new Course.Circumstances(reports, admitted.getOrDefault(one.getKey(), List.of())));
      told.used().forEach(decision -> spent.add(decision.value()));
      if (!told.course().equals(base)) {
        on.update(
            "UPDATE placement SET base = ?::jsonb WHERE vm_id = ? AND host_id = ?",
            Json.toTree(told.course()),
            one.getKey(),
            host);
      }
    }
    on.update("UPDATE reservation SET spent = true WHERE decision_id = ANY (?::uuid[])", spent);
    on.update("DELETE FROM ticket_start WHERE host_id = ? AND seen_at <= ?", host, until);
    on.json("SELECT forget_history(?, ?)", host, until);
  }

  private SortedSet<HostReport> reports() throws SQLException {
    return new TreeSet<>(
        on.rows(
            "SELECT reported_at, event_id, kind FROM host_report WHERE host_id = ?",
            row ->
                new HostReport(
                    new Stamp(instant(row, 1), row.getString(2)),
                    HostReport.Kind.valueOf(row.getString(3))),
            host));
  }

  private Map<VmId, List<Admitted>> admitted(Collection<VmId> vms) throws SQLException {
    Map<VmId, List<Admitted>> admitted = new HashMap<>();
    on.rows(
        "SELECT vm_id, decision_id, admitted_at, expires_at, ended_at, number FROM reservation"
            + " WHERE host_id = ? AND vm_id = ANY (?) AND NOT spent"
            + " UNION ALL SELECT vm_id, decision_id, seen_at, seen_at, seen_at, 0"
            + " FROM ticket_start WHERE host_id = ? AND vm_id = ANY (?)",
        row ->
            admitted
                .computeIfAbsent(new VmId(row.getString(1)), vm -> new ArrayList<>())
                .add(
                    new Admitted(
                        new DecisionId(row.getString(2)),
                        instant(row, 3),
                        instant(row, 4),
                        row.getObject(5) == null ? null : instant(row, 5),
                        row.getLong(6))),
        host,
        vms,
        host,
        vms);
    return admitted;
  }

  private Map<VmId, SortedSet<Sighting>> sightings(Collection<VmId> vms) throws SQLException {
    Map<VmId, SortedSet<Sighting>> sightings = new HashMap<>();
    on.rows(
        "SELECT vm_id, seen_at, event_id, kind, instance, number FROM sighting"
            + " WHERE host_id = ? AND vm_id = ANY (?)",
        row ->
            sightings
                .computeIfAbsent(new VmId(row.getString(1)), vm -> new TreeSet<>())
                .add(
                    new Sighting(
                        new Stamp(instant(row, 2), row.getString(3)),
                        Sighting.Kind.valueOf(row.getString(4)),
                        row.getString(5),
                        row.getLong(6))),
        host,
        vms);
    return sightings;
  }

  private Map<VmId, History> histories(Collection<VmId> vms) throws SQLException {
    Map<VmId, History> histories = new HashMap<>();
    on.rows(
        "SELECT vm_id, defined_at, course::text, base::text FROM placement"
            + " WHERE host_id = ? AND vm_id = ANY (?)",
        row -> {
          VmId vm = new VmId(row.getString(1));
          Placement placement = new Placement(vm, host, course(row, 3), instant(row, 2));
          return histories.put(vm, new History(placement, course(row, 4)));
        },
        host,
        vms);
    return histories;
  }

  /** In one round trip, however many they are: a listing may have thousands. */
  private void put(List<Placement> placements) throws SQLException {
    if (placements.isEmpty()) {
      return;
    }
    ArrayNode rows = JsonNodeFactory.instance.arrayNode();
    for (Placement placement : placements) {
      Course course = placement.course();
      ObjectNode row =
          rows.addObject()
              .put("vm", placement.vm().value())
              .put("state", placement.state().name())
              .put("at", course.stamp().at().toString())
              .put("event", course.stamp().eventId())
              .put("defined", placement.definedAt().toString());
      row.set("course", Json.toTree(course));
      Run run = course.run();
      if (run != null) {
        row.put("instance", run.instance())
            .put("since", run.since().toString())
            .put("admission", run.admission().name())
            .put("decision", run.decision() == null ? null : run.decision().value());
      }
    }
    on.update(
        "INSERT INTO placement (vm_id, host_id, state, observed_at, event_id, defined_at, instance,"
            + " running_since, admission, decision_id, course)"
            + " SELECT p.vm, ?, p.state, p.at, p.event, p.defined, p.instance, p.since,"
            + " p.admission, p.decision, p.course FROM jsonb_to_recordset(?::jsonb) AS p (vm text,"
            + " state text, at timestamptz, event text, defined timestamptz, instance text,"
            + " since timestamptz, admission text, decision uuid, course jsonb)"
            + " ON CONFLICT (vm_id, host_id) DO UPDATE SET state = excluded.state,"
            + " observed_at = excluded.observed_at, event_id = excluded.event_id,"
            + " defined_at = excluded.defined_at, instance = excluded.instance,"
            + " running_since = excluded.running_since, admission = excluded.admission,"
            + " decision_id = excluded.decision_id, course = excluded.course",
        host,
        rows);
  }

  private static Course course(ResultSet row, int column) throws SQLException {
    String json = row.getString(column);
    return json == null
        ? Course.UNSEEN
        : Json.read(json.getBytes(StandardCharsets.UTF_8), Course.class);
  }

  private static Instant instant(ResultSet row, int column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }
}
