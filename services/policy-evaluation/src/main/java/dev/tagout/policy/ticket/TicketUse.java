package dev.tagout.policy.ticket;

import dev.tagout.contracts.decision.Operation;
import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.json.Require;
import java.time.Instant;

/**
 * What a host tells of an answer that it took from a ticket.
 *
 * @param ticket the compact JWS, whole
 * @param at when the hook answered, by the host's clock
 */
record TicketUse(String ticket, Instant at, Operation operation) {
  TicketUse {
    Require.present(ticket, "ticket");
    Require.present(at, "at");
    operation = operation == null ? Operation.START : operation;
    if (operation == Operation.UNRECOGNIZED) {
      throw new ContractViolation("operation", "must be START, RESUME, RESTORE or MIGRATE_IN");
    }
  }
}
