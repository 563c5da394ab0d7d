package dev.tagout.policy.inventory;

import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.id.VmId;
import dev.tagout.platform.trace.TraceParent;
import dev.tagout.policy.database.Statements;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a transaction has changed, written at its end: versions go up, so that a decision which
 * rests on what was before is made again, and the VMs that may be judged otherwise are marked.
 */
final class Changes {
  private final Set<String> vms = new TreeSet<>();
  private final Set<String> hosts = new TreeSet<>();
  private final Set<String> seenByNeighbours = new TreeSet<>();
  private final List<Instant> bypasses = new ArrayList<>();

  /** Facts about a VM that only its own judgement reads. */
  void vm(VmId vm) {
    vms.add(vm.value());
  }

  /** What a VM is to the others on its hosts: name, tier. */
  void vmAsNeighbour(VmId vm) {
    vm(vm);
    seenByNeighbours.add(vm.value());
  }

  /** A host, its facts or who is on it. */
  void host(HostId host) {
    hosts.add(host.value());
  }

  /** A run that nothing admitted, and that was not known before. */
  void bypass(Instant since) {
    bypasses.add(since);
  }

  /** Since when the VMs run that are known as bypasses now, and were not before. */
  List<Instant> bypasses() {
    return List.copyOf(bypasses);
  }

  boolean isEmpty() {
    return vms.isEmpty() && hosts.isEmpty();
  }

  void write(Statements on, Instant now) throws SQLException {
    if (isEmpty()) {
      return;
    }
    on.update("UPDATE vm SET version = version + 1 WHERE id = ANY (?)", vms);
    if (!seenByNeighbours.isEmpty()) {
      on.rows(
              "SELECT host_id FROM placement WHERE vm_id = ANY (?) AND state = 'RUNNING'"
                  + " UNION SELECT host_id FROM reservation WHERE vm_id = ANY (?) AND NOT expired",
              row -> row.getString(1),
              seenByNeighbours,
              seenByNeighbours)
          .forEach(hosts::add);
    }
    on.rows(
        "SELECT 1 FROM host WHERE id = ANY (?) ORDER BY id FOR NO KEY UPDATE",
        row -> row.getInt(1),
        hosts);
    on.update("UPDATE host SET version = version + 1 WHERE id = ANY (?)", hosts);
    on.json(
        "SELECT mark_vms(?::text[] || vms_on(?), ?) FROM trace_all(?)",
        vms,
        hosts,
        now,
        TraceParent.current().map(TraceParent::text).orElse(null));
  }
}
