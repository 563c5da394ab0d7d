package dev.tagout.policy.ticket;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagout.contracts.decision.Decision;
import dev.tagout.contracts.decision.Enforcement;
import dev.tagout.contracts.decision.HostRef;
import dev.tagout.contracts.decision.Point;
import dev.tagout.contracts.decision.VmRef;
import dev.tagout.contracts.id.DecisionId;
import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.id.VmId;
import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.json.Json;
import dev.tagout.platform.log.LogKey;
import dev.tagout.platform.outbox.OutboxRelay;
import dev.tagout.policy.PolicyConfig;
import dev.tagout.policy.database.Database;
import dev.tagout.policy.decision.DecisionMessages;
import dev.tagout.policy.decision.DecisionMeters;
import dev.tagout.policy.inventory.Inventory;
import dev.tagout.policy.mark.WakeUp;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Takes what hosts tell of answers that they took from tickets: each enters the record as a
 * decision of that moment, once, and is told like any other.
 */
@ApplicationScoped
public class TicketReports {
  private static final Logger LOG = Logger.getLogger(TicketReports.class);

  /** As far as a host's clock may differ from ours. */
  private static final Duration TOLERANCE = Duration.ofMinutes(5);

  private final Database database;
  private final TicketKeys keys;
  private final Inventory inventory;
  private final TicketMeters meters;
  private final DecisionMeters decisions;
  private final OutboxRelay outbox;
  private final WakeUp wakeUp;
  private final Clock clock;
  private final Duration reservation;

  TicketReports(
      Database database,
      TicketKeys keys,
      Inventory inventory,
      TicketMeters meters,
      DecisionMeters decisions,
      OutboxRelay outbox,
      WakeUp wakeUp,
      Clock clock,
      PolicyConfig config) {
    this.database = database;
    this.keys = keys;
    this.inventory = inventory;
    this.meters = meters;
    this.decisions = decisions;
    this.outbox = outbox;
    this.wakeUp = wakeUp;
    this.clock = clock;
    this.reservation = config.review().reservation();
  }

  /** What became of one that was told. */
  public enum Result {
    /** It is in the record now. */
    RECORDED,
    /** It was already. */
    KNOWN,
    /** It cannot be true, and telling it again will not help. */
    REFUSED
  }

  /**
   * What became of one that was told.
   *
   * @param reason why it was refused, or null
   */
  public record Receipt(Result result, String reason) {}

  /**
   * Records what was told. Each stands alone: one that is refused keeps no other out.
   *
   * @param host that tells
   */
  List<Receipt> record(HostId host, List<TicketUse> uses) {
    // Where there are no tickets, that is the answer to an empty report, too.
    keys.required();
    List<Receipt> receipts = uses.stream().map(use -> record(host, use)).toList();
    receipts.forEach(receipt -> meters.told(receipt.result()));
    if (receipts.stream().anyMatch(receipt -> receipt.result() == Result.RECORDED)) {
      outbox.wake();
      wakeUp.call();
    }
    return receipts;
  }

  /**
   * A host has told of everything that it decided by tickets before an instant of its clock. A
   * start that only a ticket could explain, and that it has not told of, was a bypass.
   */
  void settle(HostId host, Instant toldUntil) {
    Instant now = now();
    Instant until = (toldUntil.isBefore(now) ? toldUntil : now).minus(TOLERANCE);
    Settled settled =
        database.transaction(
            on -> {
              List<VmId> vms =
                  on.rows(
                      "SELECT settle_ticket_starts(?, ?)",
                      row -> new VmId(row.getString(1)),
                      host,
                      until);
              return new Settled(
                  vms.size(), vms.isEmpty() ? List.of() : inventory.retell(on, host, vms));
            });
    inventory.detectedByTickets(settled.bypasses());
    if (settled.around() > 0) {
      LOG.warnf(
          "%d starts that tickets allowed and the host has not told of: %s",
          settled.around(), LogKey.HOST_ID.is(host));
      wakeUp.call();
    }
  }

  /**
   * @param around starts that only a ticket could explain
   * @param bypasses since when those of them run that are bypasses
   */
  private record Settled(int around, List<Instant> bypasses) {}

  private Receipt record(HostId host, TicketUse use) {
    try {
      Ticket ticket = keys.verify(use.ticket());
      check(ticket, host, use.at());
      boolean recorded = commit(ticket, use);
      return new Receipt(recorded ? Result.RECORDED : Result.KNOWN, null);
    } catch (ContractViolation e) {
      LOG.warnf("use of a ticket refused: %s %s", LogKey.HOST_ID.is(host), LogKey.REASON.is(e));
      return new Receipt(Result.REFUSED, e.getMessage());
    }
  }

  private void check(Ticket ticket, HostId host, Instant at) {
    if (!ticket.host().equals(host)) {
      throw new ContractViolation("ticket", "is for host " + ticket.host());
    }
    if (ticket.answer() == Answer.ASK) {
      throw new ContractViolation("ticket", "has no answer that could have been used");
    }
    if (at.isBefore(ticket.notBefore().minus(TOLERANCE))
        || !at.isBefore(ticket.validUntil().plusSeconds(1))) {
      throw new ContractViolation("at", "is outside of the life of the ticket");
    }
    if (at.isAfter(now().plus(TOLERANCE))) {
      throw new ContractViolation("at", "is still to come");
    }
  }

  private boolean commit(Ticket ticket, TicketUse use) {
    JsonNode verdict = verdict(ticket.decision());
    Decision decision = decision(ticket, use, verdict.path("body"));
    ObjectNode input = input(decision, verdict.path("input"));
    Instant now = now();
    Committed committed =
        database.transaction(
            on -> {
              boolean first =
                  on.first(
                          "SELECT commit_ticket_use(?::uuid, ?, ?::jsonb, ?::jsonb, ?, ?, ?::jsonb)",
                          row -> row.getBoolean(1),
                          ticket.id(),
                          use.at(),
                          Json.toTree(decision),
                          input,
                          now.plus(reservation),
                          now,
                          DecisionMessages.ofStart(decision, input))
                      .orElseThrow();
              return new Committed(
                  first,
                  first && decision.admitted()
                      ? inventory.retell(on, ticket.host(), List.of(ticket.vm()))
                      : List.of());
            });
    inventory.detectedByTickets(committed.bypasses());
    if (committed.first()) {
      meters.decided(ticket);
      decisions.count(decision);
      LOG.infof(
          "decided by ticket %s %s %s %s",
          LogKey.OUTCOME.is(decision.outcome()),
          LogKey.VM_ID.is(ticket.vm()),
          LogKey.HOST_ID.is(ticket.host()),
          LogKey.DECISION_ID.is(decision.decisionId()));
    }
    return committed.first();
  }

  /**
   * @param first false when it was in the record already
   * @param bypasses since when those run that are known by it
   */
  private record Committed(boolean first, List<Instant> bypasses) {}

  /**
   * The verdict that the ticket was made from; an empty one when it is not in the record any more.
   */
  private JsonNode verdict(DecisionId id) {
    return database.call(
        on ->
            on.json(
                "SELECT coalesce((SELECT jsonb_build_object('body', body, 'input', input)"
                    + " FROM decision WHERE id = ?::uuid), '{}')",
                id));
  }

  private static Decision decision(Ticket ticket, TicketUse use, JsonNode verdict) {
    Decision made = verdict.isObject() ? Json.fromTree(verdict, Decision.class) : null;
    return new Decision(
        DecisionId.next(),
        ticket.outcome(),
        ticket.admitted(),
        Point.POWER_ON,
        use.operation(),
        new VmRef(ticket.vm(), ticket.vmName(), ticket.tier()),
        made == null || made.host() == null ? new HostRef(ticket.host(), null, null) : made.host(),
        made == null ? List.of() : made.violations(),
        ticket.message(),
        made == null ? Enforcement.ENFORCE : made.enforcement(),
        use.at(),
        ticket.validUntil(),
        ticket.revision(),
        "ticket",
        null,
        null,
        null,
        null,
        null,
        null,
        ticket.id());
  }

  /** What the verdict was made from, with the review that it answered after all. */
  private static ObjectNode input(Decision decision, JsonNode verdict) {
    ObjectNode input =
        verdict.isObject() ? verdict.deepCopy() : JsonNodeFactory.instance.objectNode();
    input
        .withObject("/review")
        .put("id", decision.decisionId().value())
        .put("point", decision.point().name())
        .put("operation", decision.operation().name())
        .put("requestedBy", decision.requestedBy());
    return input;
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
