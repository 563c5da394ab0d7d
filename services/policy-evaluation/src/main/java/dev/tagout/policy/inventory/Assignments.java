package dev.tagout.policy.inventory;

import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.id.VmId;
import dev.tagout.contracts.json.Json;
import dev.tagout.policy.database.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;

/** Takes assignments. One that was answered counts in every review that begins after. */
@ApplicationScoped
class Assignments {
  private final Database database;
  private final Clock clock;

  Assignments(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** May come before the VM is first seen. */
  void assign(VmId vm, Assignment assignment) {
    database.transaction(
        on -> {
          on.update(
              "INSERT INTO vm (id, assignment) VALUES (?, ?::jsonb)"
                  + " ON CONFLICT (id) DO UPDATE SET assignment = excluded.assignment",
              vm,
              Json.toTree(assignment));
          Changes changes = new Changes();
          changes.vmAsNeighbour(vm);
          changes.write(on, clock.instant());
          return null;
        });
  }

  /** May come before the host is first seen. */
  void assign(HostId host, Assignment assignment) {
    database.transaction(
        on -> {
          on.update(
              "INSERT INTO host (id, assignment) VALUES (?, ?::jsonb)"
                  + " ON CONFLICT (id) DO UPDATE SET assignment = excluded.assignment",
              host,
              Json.toTree(assignment));
          Changes changes = new Changes();
          changes.host(host);
          changes.write(on, clock.instant());
          return null;
        });
  }
}
