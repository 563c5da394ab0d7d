package dev.tagout.policy.inventory;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.contracts.finding.ChangeFinding;
import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.id.Ids;
import dev.tagout.contracts.id.VmId;
import dev.tagout.contracts.json.Json;
import dev.tagout.platform.outbox.OutboxRelay;
import dev.tagout.platform.trace.TraceParent;
import dev.tagout.policy.database.Database;
import dev.tagout.policy.message.Messages;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;

/**
 * Takes assignments. One that was answered counts in every review that begins after; the SIEM hears
 * of each that changes something.
 */
@ApplicationScoped
class Assignments {
  private final Database database;
  private final OutboxRelay outbox;
  private final Clock clock;

  Assignments(Database database, OutboxRelay outbox, Clock clock) {
    this.database = database;
    this.outbox = outbox;
    this.clock = clock;
  }

  /**
   * May come before the VM is first seen.
   *
   * @param by who declares it
   */
  void assign(VmId vm, Assignment assignment, String by) {
    assign("vm", vm.value(), assignment, by, changes -> changes.vmAsNeighbour(vm));
  }

  /**
   * May come before the host is first seen.
   *
   * @param by who declares it
   */
  void assign(HostId host, Assignment assignment, String by) {
    assign("host", host.value(), assignment, by, changes -> changes.host(host));
  }

  /**
   * @param table which is also what the subject is called
   */
  private void assign(
      String table, String id, Assignment assignment, String by, Consumer<Changes> affected) {
    JsonNode declared = Json.toTree(assignment);
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    database.transaction(
        on -> {
          on.update("INSERT INTO %s (id) VALUES (?) ON CONFLICT DO NOTHING".formatted(table), id);
          JsonNode before =
              on.json(
                  "SELECT assignment FROM %s WHERE id = ? FOR NO KEY UPDATE".formatted(table), id);
          on.update(
              "UPDATE %s SET assignment = ?::jsonb WHERE id = ?".formatted(table), declared, id);
          if (!declared.equals(before)) {
            on.json(
                "SELECT put_outbox(?::jsonb) FROM trace_told(?)",
                told(table, id, before, declared, now, by),
                TraceParent.current().map(TraceParent::text).orElse(null));
          }
          Changes changes = new Changes();
          affected.accept(changes);
          changes.write(on, now);
          return null;
        });
    outbox.wake();
  }

  private static JsonNode told(
      String table, String id, JsonNode before, JsonNode after, Instant now, String by) {
    JsonNode known = before.isEmpty() ? null : before;
    return new Messages()
        .add(
            ChangeFinding.ofAssignment(
                table, id, known, after, now, by, "assignment-" + Ids.next()))
        .json();
  }
}
