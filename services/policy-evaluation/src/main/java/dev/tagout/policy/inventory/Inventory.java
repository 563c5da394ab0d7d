package dev.tagout.policy.inventory;

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
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * What is known now, built from events. An event may come twice and in the wrong order; the result
 * is the same, since each group of facts and each placement is the newest by its {@link Stamp}.
 */
@ApplicationScoped
public class Inventory {
  private final Database database;
  private final Clock clock;

  Inventory(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** Applies some events in one transaction: all of them, or none when it throws. */
  public void apply(List<TagoutEvent> events) {
    database.transaction(
        on -> {
          Rows.lock(on, events);
          Application application = new Application(on);
          for (TagoutEvent event : events) {
            application.apply(event);
          }
          application.changes.write(on, clock.instant());
          return null;
        });
  }

  /** The application of some events in one transaction. */
  private static final class Application {
    private final Statements on;
    private final Facts facts;
    private final PlacementTable placements;
    private final Changes changes = new Changes();

    Application(Statements on) {
      this.on = on;
      this.facts = new Facts(on);
      this.placements = new PlacementTable(on);
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
      Stamp stamp = new Stamp(event.time(), event.id());
      switch (lifecycle) {
        case VmDefined defined -> define(event, defined);
        case VmStarted started ->
            place(
                event.vm(),
                started.host(),
                p -> p.running(stamp, started.instance(), Admissions.ofStart(on)));
        case VmStopped stopped -> place(event.vm(), stopped.host(), p -> p.stopped(stamp));
        case VmMigrated migrated -> {
          place(
              event.vm(),
              migrated.to(),
              p -> p.running(stamp, migrated.instance(), Admissions.ofStart(on)));
          place(event.vm(), migrated.from(), p -> p.gone(stamp));
        }
        case VmRemoved removed -> place(event.vm(), removed.host(), p -> p.gone(stamp));
        case HostConnected connected -> list(event.host(), stamp, connected);
        case HostDisconnected disconnected -> connection(event.host(), stamp, false);
        case HostRemoved removed -> {
          connection(event.host(), stamp, false);
          // Should it come back, what runs there is adopted, and until then nobody knows who does.
          on.update(
              "UPDATE host SET listed_at = NULL WHERE id = ? AND listed_at <= ?",
              event.host(),
              stamp.at());
          changes.host(event.host());
          for (Placement placement : placements.on(event.host())) {
            place(placement.vm(), event.host(), p -> p.gone(stamp));
          }
        }
      }
    }

    private void define(TagoutEvent event, VmDefined defined) throws SQLException {
      VmId vm = event.vm();
      if (defined.configuration() != null) {
        Facts.Effect effect =
            facts.put(event, FactGroup.CONFIGURATION, Json.toTree(defined.configuration()));
        if (effect != Facts.Effect.NONE) {
          int renamed =
              on.update(
                  "UPDATE vm SET name = ? WHERE id = ? AND name IS DISTINCT FROM ?",
                  defined.name(),
                  vm,
                  defined.name());
          if (effect == Facts.Effect.CHANGED || renamed > 0) {
            changes.vmAsNeighbour(vm);
          }
        }
      }
      nameIfUnnamed(vm, defined.name());
      place(vm, defined.host(), p -> p.defined(event.time()));
    }

    private void list(HostId host, Stamp stamp, HostConnected listing) throws SQLException {
      boolean first =
          on.first("SELECT true FROM host WHERE id = ? AND listed_at IS NULL", row -> true, host)
              .isPresent();
      Set<VmId> listed = new HashSet<>();
      for (ListedVm vm : listing.vms()) {
        listed.add(vm.id());
        nameIfUnnamed(vm.id(), vm.name());
        place(
            vm.id(),
            host,
            p ->
                switch (vm.state()) {
                  case RUNNING, PAUSED, UNRECOGNIZED ->
                      p.running(stamp, vm.instance(), Admissions.ofListing(on, first));
                  case SHUT_OFF -> p.stopped(stamp);
                });
      }
      for (Placement placement : placements.on(host)) {
        if (!listed.contains(placement.vm())) {
          place(placement.vm(), host, p -> p.gone(stamp));
        }
      }
      on.update(
          "UPDATE host SET name = ?, listed_at = ? WHERE id = ?"
              + " AND (listed_at IS NULL OR listed_at <= ?)",
          listing.name(),
          stamp.at(),
          host,
          stamp.at());
      connection(host, stamp, true);
      if (first) {
        changes.host(host);
      }
    }

    private void nameIfUnnamed(VmId vm, String name) throws SQLException {
      if (on.update("UPDATE vm SET name = ? WHERE id = ? AND name IS NULL", name, vm) > 0) {
        changes.vmAsNeighbour(vm);
      }
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

    private void place(VmId vm, HostId host, UnaryOperator<Placement> step) throws SQLException {
      Placement before = placements.find(vm, host);
      Placement after = step.apply(before);
      if (after.equals(before)) {
        return;
      }
      placements.put(after);
      if (after.differsFrom(before)) {
        changes.vm(vm);
        changes.host(host);
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
      vms.addAll(
          on.rows(
              "SELECT vm_id FROM placement WHERE host_id = ANY (?) AND state <> 'GONE'",
              row -> row.getString(1),
              listedHosts(events)));
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
                  + " UNION SELECT host_id FROM reservation WHERE vm_id = ANY (?)",
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

    private static List<String> listedHosts(List<TagoutEvent> events) {
      return events.stream()
          .filter(e -> e.data() instanceof HostConnected || e.data() instanceof HostRemoved)
          .map(TagoutEvent::subject)
          .toList();
    }
  }
}
