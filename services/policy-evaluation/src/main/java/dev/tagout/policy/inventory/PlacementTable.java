package dev.tagout.policy.inventory;

import dev.tagout.contracts.id.DecisionId;
import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.id.VmId;
import dev.tagout.policy.database.Statements;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;

/** Placements in the database. Whoever writes has locked the VM. */
final class PlacementTable {
  private static final String COLUMNS =
      "SELECT vm_id, host_id, state, observed_at, event_id, defined_at, instance, running_since,"
          + " admission, decision_id FROM placement ";

  private final Statements on;

  PlacementTable(Statements on) {
    this.on = on;
  }

  Placement find(VmId vm, HostId host) throws SQLException {
    return on.first(
            COLUMNS + "WHERE vm_id = ? AND host_id = ?", PlacementTable::placement, vm, host)
        .orElseGet(() -> Placement.unseen(vm, host));
  }

  List<Placement> on(HostId host) throws SQLException {
    return on.rows(
        COLUMNS + "WHERE host_id = ? AND state <> 'GONE'", PlacementTable::placement, host);
  }

  void put(Placement placement) throws SQLException {
    Placement.Run run = placement.run();
    on.update(
        "INSERT INTO placement (vm_id, host_id, state, observed_at, event_id, defined_at, instance,"
            + " running_since, admission, decision_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?::uuid)"
            + " ON CONFLICT (vm_id, host_id) DO UPDATE SET state = excluded.state,"
            + " observed_at = excluded.observed_at, event_id = excluded.event_id,"
            + " defined_at = excluded.defined_at, instance = excluded.instance,"
            + " running_since = excluded.running_since, admission = excluded.admission,"
            + " decision_id = excluded.decision_id",
        placement.vm(),
        placement.host(),
        placement.state(),
        placement.stamp().at(),
        placement.stamp().eventId(),
        placement.definedAt(),
        run == null ? null : run.instance(),
        run == null ? null : run.since(),
        run == null ? null : run.admission(),
        run == null || run.decision() == null ? null : run.decision().value());
  }

  private static Placement placement(ResultSet row) throws SQLException {
    String admission = row.getString(9);
    String decision = row.getString(10);
    return new Placement(
        new VmId(row.getString(1)),
        new HostId(row.getString(2)),
        Placement.State.valueOf(row.getString(3)),
        new Stamp(instant(row, 4), row.getString(5)),
        instant(row, 6),
        admission == null
            ? null
            : new Placement.Run(
                row.getString(7),
                instant(row, 8),
                Placement.Admission.valueOf(admission),
                decision == null ? null : new DecisionId(decision)));
  }

  private static Instant instant(ResultSet row, int column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }
}
