package dev.tagout.policy.inventory;

import static java.util.Comparator.naturalOrder;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tagout.contracts.event.EventData;
import dev.tagout.contracts.event.HostConnected;
import dev.tagout.contracts.event.HostDisconnected;
import dev.tagout.contracts.event.HostRemoved;
import dev.tagout.contracts.event.ListedVm;
import dev.tagout.contracts.event.SubjectKind;
import dev.tagout.contracts.event.TagoutEvent;
import dev.tagout.contracts.event.VmDefined;
import dev.tagout.contracts.event.VmMigrated;
import dev.tagout.contracts.event.VmRemoved;
import dev.tagout.contracts.event.VmStarted;
import dev.tagout.contracts.event.VmStopped;
import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.id.VmId;
import dev.tagout.contracts.json.Json;
import dev.tagout.policy.database.Database;
import dev.tagout.policy.database.Statements;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What is known now, built from events. An event may come twice and in the wrong order; the result
 * is the same: each group of facts is the newest by its {@link Stamp}, and each placement is told
 * from all that was seen of its VM there.
 */
@ApplicationScoped
public class Inventory {
  private final Database database;
  private final InventoryMeters meters;
  private final Clock clock;

  Inventory(Database database, InventoryMeters meters, Clock clock) {
    this.database = database;
    this.meters = meters;
    this.clock = clock;
  }

  /** Applies some events in one transaction: all of them, or none when it throws. */
  public void apply(List<TagoutEvent> events) {
    if (events.size() == 1 && saysNothingNew(events.getFirst())) {
      return;
    }
    List<Instant> bypasses =
        database.transaction(
            on -> {
              Rows.lock(on, events);
              Application application = new Application(on);
              for (TagoutEvent event : events) {
                application.apply(event);
              }
              return application.finish(clock.instant());
            });
    meters.detectedByEvents(bypasses);
  }

  /**
   * Whether it is a listing that is told again and says what is known. It is not kept then: a
   * report that is late and older than it may be believed until the next listing.
   */
  private boolean saysNothingNew(TagoutEvent event) {
    if (!(event.data() instanceof HostConnected listing) || !listing.toldAgain()) {
      return false;
    }
    ArrayNode vms = JsonNodeFactory.instance.arrayNode();
    for (ListedVm vm : listing.vms()) {
      vms.addObject()
          .put("id", vm.id().value())
          .put("name", vm.name())
          .put("runs", mayRun(vm))
          .put("instance", vm.instance());
    }
    return database
        .call(
            on ->
                on.first(
                    "SELECT listing_says_nothing_new(?, ?, ?, ?::jsonb)",
                    row -> row.getBoolean(1),
                    event.host(),
                    event.time().truncatedTo(ChronoUnit.MICROS),
                    listing.name(),
                    vms))
        .orElseThrow();
  }

  private static boolean mayRun(ListedVm vm) {
    return switch (vm.state()) {
      case RUNNING, PAUSED, UNRECOGNIZED -> true;
      case SHUT_OFF -> false;
    };
  }

  /**
   * Tells anew how VMs on a host came to run, after admissions have changed. For a transaction that
   * holds the VMs and the host.
   *
   * @return since when the bypasses run that are known by that, for {@link #detectedByTickets} once
   *     the transaction is committed
   */
  public List<Instant> retell(Statements on, HostId host, Collection<VmId> vms)
      throws SQLException {
    Changes changes = new Changes();
    new Histories(on, host).tell(vms, Map.of(), changes);
    changes.write(on, clock.instant());
    return changes.bypasses();
  }

  /**
   * Counts what was retold. After the commit: what is rolled back and done again is found twice.
   */
  public void detectedByTickets(List<Instant> since) {
    meters.detectedByTickets(since);
  }

  /** The application of some events in one transaction. */
  private static final class Application {
    private final Statements on;
    private final Facts facts;
    private final Changes changes = new Changes();

    /** The newest name of each VM that the events say. */
    private final Map<VmId, Named> names = new HashMap<>();

    /** What the events say of each host, before it is told what follows from it. */
    private final Map<HostId, Said> said = new TreeMap<>(Comparator.comparing(HostId::value));

    Application(Statements on) {
      this.on = on;
      this.facts = new Facts(on);
    }

    private record Named(Stamp stamp, String name) {}

    private static final class Said {
      private final Map<VmId, List<Sighting>> sightings = new HashMap<>();
      private final Map<VmId, Instant> defined = new HashMap<>();
      private final Map<HostReport, String> reports = new TreeMap<>();
    }

    void apply(TagoutEvent event) throws SQLException {
      switch (event.data()) {
        case EventData.Observation observation -> observe(event);
        case EventData.Lifecycle lifecycle -> live(event, lifecycle);
      }
    }

    private void observe(TagoutEvent event) throws SQLException {
      FactGroup group = FactGroup.of(event.type()).orElseThrow();
      if (facts.put(event, group, Json.toTree(event.data())) == Facts.Effect.NONE) {
        return;
      }
      if (event.type().subjectKind() == SubjectKind.VM) {
        changes.vm(event.vm());
      } else {
        changes.host(event.host());
      }
    }

    private void live(TagoutEvent event, EventData.Lifecycle lifecycle) throws SQLException {
      Stamp stamp = new Stamp(event.time().truncatedTo(ChronoUnit.MICROS), event.id());
      switch (lifecycle) {
        case VmDefined defined -> define(event, stamp, defined);
        case VmStarted started ->
            see(started.host(), event.vm(), stamp, Sighting.Kind.STARTED, started.instance());
        case VmStopped stopped ->
            see(stopped.host(), event.vm(), stamp, Sighting.Kind.STOPPED, null);
        case VmMigrated migrated -> {
          see(migrated.to(), event.vm(), stamp, Sighting.Kind.STARTED, migrated.instance());
          see(migrated.from(), event.vm(), stamp, Sighting.Kind.GONE, null);
        }
        case VmRemoved removed -> see(removed.host(), event.vm(), stamp, Sighting.Kind.GONE, null);
        case HostConnected connected -> list(event.host(), stamp, connected);
        case HostDisconnected disconnected -> connection(event.host(), stamp, false);
        case HostRemoved removed -> {
          connection(event.host(), stamp, false);
          said(event.host()).reports.put(new HostReport(stamp, HostReport.Kind.REMOVED), "");
        }
      }
    }

    private Said said(HostId host) {
      return said.computeIfAbsent(host, h -> new Said());
    }

    private void see(HostId host, VmId vm, Stamp stamp, Sighting.Kind kind, String instance) {
      said(host)
          .sightings
          .computeIfAbsent(vm, v -> new ArrayList<>())
          .add(new Sighting(stamp, kind, instance, 0));
    }

    private void define(TagoutEvent event, Stamp stamp, VmDefined defined) throws SQLException {
      VmId vm = event.vm();
      if (defined.configuration() != null
          && facts.put(event, FactGroup.CONFIGURATION, Json.toTree(defined.configuration()))
              == Facts.Effect.CHANGED) {
        changes.vmAsNeighbour(vm);
      }
      name(vm, defined.name(), stamp);
      said(defined.host()).defined.merge(vm, stamp.at(), (a, b) -> a.isAfter(b) ? a : b);
    }

    private void list(HostId host, Stamp stamp, HostConnected listing) throws SQLException {
      for (ListedVm vm : listing.vms()) {
        name(vm.id(), vm.name(), stamp);
        if (mayRun(vm)) {
          see(host, vm.id(), stamp, Sighting.Kind.FOUND_RUNNING, vm.instance());
        } else {
          see(host, vm.id(), stamp, Sighting.Kind.STOPPED, null);
        }
      }
      said(host).reports.put(new HostReport(stamp, HostReport.Kind.LISTED), listing.name());
      connection(host, stamp, true);
    }

    private void name(VmId vm, String name, Stamp stamp) {
      names.merge(vm, new Named(stamp, name), (a, b) -> a.stamp().isAfter(b.stamp()) ? a : b);
    }

    /** The newest name counts. In one round trip: a listing may have thousands. */
    private void writeNames() throws SQLException {
      if (names.isEmpty()) {
        return;
      }
      ArrayNode rows = JsonNodeFactory.instance.arrayNode();
      names.forEach(
          (vm, named) ->
              rows.addObject()
                  .put("vm", vm.value())
                  .put("name", named.name())
                  .put("at", named.stamp().at().toString())
                  .put("event", named.stamp().eventId()));
      on.rows(
              "UPDATE vm SET name = n.name, named_at = n.at, named_by = n.event"
                  + " FROM jsonb_to_recordset(?::jsonb)"
                  + " AS n (vm text, name text, at timestamptz, event text)"
                  + " JOIN vm before ON before.id = n.vm WHERE vm.id = n.vm"
                  + " AND (vm.named_at IS NULL OR (vm.named_at, vm.named_by) < (n.at, n.event))"
                  + " RETURNING CASE WHEN before.name IS DISTINCT FROM vm.name THEN vm.id END",
              row -> Optional.ofNullable(row.getString(1)),
              rows)
          .forEach(renamed -> renamed.map(VmId::new).ifPresent(changes::vmAsNeighbour));
    }

    private void connection(HostId host, Stamp stamp, boolean connected) throws SQLException {
      on.update(
          "UPDATE host SET connected = ?, connection_at = ?, connection_event = ? WHERE id = ?"
              + " AND (connection_at IS NULL OR (connection_at, connection_event) < (?, ?))",
          connected,
          stamp.at(),
          stamp.eventId(),
          host,
          stamp.at(),
          stamp.eventId());
    }

    /**
     * Writes what the events lead to; once, after the last of them.
     *
     * @return since when the bypasses run that are known now
     */
    List<Instant> finish(Instant now) throws SQLException {
      writeNames();
      for (Map.Entry<HostId, Said> one : said.entrySet()) {
        tell(one.getKey(), one.getValue());
      }
      changes.write(on, now);
      return changes.bypasses();
    }

    private void tell(HostId host, Said news) throws SQLException {
      Histories histories = new Histories(on, host);
      Set<VmId> vms = new HashSet<>(news.sightings.keySet());
      vms.addAll(news.defined.keySet());
      histories.add(news.sightings);
      for (Map.Entry<HostReport, String> report : news.reports.entrySet()) {
        histories.add(report.getKey(), report.getValue());
        vms.addAll(histories.whoMayBeMissed(report.getKey().stamp()));
      }
      histories.tell(vms, news.defined, changes);
      if (!news.reports.isEmpty() && histories.refreshHost()) {
        changes.host(host);
      }
      for (HostReport report : news.reports.keySet()) {
        if (report.kind() == HostReport.Kind.LISTED) {
          on.json("SELECT host_heard(?, ?)", host, report.stamp().at());
        }
      }
    }
  }

  /** Which rows some events touch, locked in the order that everybody keeps: VMs, hosts, by id. */
  private static final class Rows {
    static void lock(Statements on, List<TagoutEvent> events) throws SQLException {
      Set<String> vms = new HashSet<>();
      Set<String> hosts = new HashSet<>();
      for (TagoutEvent event : events) {
        (event.type().subjectKind() == SubjectKind.VM ? vms : hosts).add(event.subject());
        switch (event.data()) {
          case VmDefined e -> hosts.add(e.host().value());
          case VmStarted e -> hosts.add(e.host().value());
          case VmStopped e -> hosts.add(e.host().value());
          case VmRemoved e -> hosts.add(e.host().value());
          case VmMigrated e -> {
            hosts.add(e.from().value());
            hosts.add(e.to().value());
          }
          case HostConnected e -> e.vms().forEach(vm -> vms.add(vm.id().value()));
          case HostDisconnected e -> {}
          case HostRemoved e -> {}
          case EventData.Observation e -> {}
        }
      }
      List<TagoutEvent> listed =
          events.stream()
              .filter(e -> e.data() instanceof HostConnected || e.data() instanceof HostRemoved)
              .toList();
      vms.addAll(
          on.rows(
              "SELECT vm_id FROM placement WHERE host_id = ANY (?)"
                  + " AND (state <> 'GONE' OR observed_at >= ?)",
              row -> row.getString(1),
              listed.stream().map(TagoutEvent::subject).toList(),
              listed.stream().map(TagoutEvent::time).min(naturalOrder()).orElse(Instant.EPOCH)));
      on.update(
          "INSERT INTO vm (id) SELECT id FROM unnest(?) AS id ORDER BY id ON CONFLICT DO NOTHING",
          vms);
      on.rows(
          "SELECT 1 FROM vm WHERE id = ANY (?) ORDER BY id FOR NO KEY UPDATE",
          row -> row.getInt(1),
          vms);
      hosts.addAll(
          on.rows(
              "SELECT host_id FROM placement WHERE vm_id = ANY (?)"
                  + " UNION SELECT host_id FROM reservation WHERE vm_id = ANY (?) AND NOT expired",
              row -> row.getString(1),
              vms,
              vms));
      on.update(
          "INSERT INTO host (id) SELECT id FROM unnest(?) AS id ORDER BY id"
              + " ON CONFLICT DO NOTHING",
          hosts);
      on.rows(
          "SELECT 1 FROM host WHERE id = ANY (?) ORDER BY id FOR NO KEY UPDATE",
          row -> row.getInt(1),
          hosts);
    }
  }
}
