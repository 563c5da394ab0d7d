package dev.tagout.policy.ticket;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tagout.contracts.decision.Decision;
import dev.tagout.contracts.decision.Outcome;
import dev.tagout.contracts.decision.Violation;
import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.id.TicketId;
import dev.tagout.contracts.id.VmId;
import dev.tagout.platform.problem.ProblemException;
import dev.tagout.policy.PolicyConfig;
import dev.tagout.policy.bundle.ActivePolicy;
import dev.tagout.policy.bundle.Tiers;
import dev.tagout.policy.database.Database;
import dev.tagout.policy.ticket.TicketState.Issued;
import dev.tagout.policy.ticket.TicketState.Offer;
import dev.tagout.policy.ticket.TicketState.Standing;
import dev.tagout.policy.verdict.StandingVerdicts;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Issues the tickets of a host. Together they admit VMs of one tier only. A ticket is made from a
 * standing verdict that counts everything in, and outlives neither it nor the life that its tier
 * allows.
 */
@ApplicationScoped
public class TicketOffice {
  /** One is renewed when less of its life is left, so that most are told again as they are. */
  private static final double FRESH = 2.0 / 3;

  private final Database database;
  private final ActivePolicy policies;
  private final StandingVerdicts verdicts;
  private final TicketKeys keys;
  private final TicketMeters meters;
  private final PolicyConfig.Tickets config;
  private final Clock clock;

  TicketOffice(
      Database database,
      ActivePolicy policies,
      StandingVerdicts verdicts,
      TicketKeys keys,
      TicketMeters meters,
      PolicyConfig config,
      Clock clock) {
    this.database = database;
    this.policies = policies;
    this.verdicts = verdicts;
    this.keys = keys;
    this.meters = meters;
    this.config = config.tickets();
    this.clock = clock;
  }

  /**
   * The tickets of a host, as it keeps them.
   *
   * @param tickets compact JWS
   */
  public record Tickets(HostId host, Instant issuedAt, long epoch, List<String> tickets) {}

  /** The epoch of a host; 0 when it never had a ticket. Read it after what it must count in. */
  public long epoch(HostId host) {
    return database
        .call(
            on ->
                on.first(
                    "SELECT epoch FROM ticket_epoch WHERE host_id = ?",
                    row -> row.getLong(1),
                    host))
        .orElse(0L);
  }

  /**
   * Issues what the host may decide by from now on.
   *
   * @throws ProblemException 404 without a signing key or when nobody knows the host, 503 without a
   *     policy
   */
  public Tickets issue(HostId host) {
    TicketKey key = keys.required();
    bringUpToDate(host);
    Tiers tiers = policies.current().tiers();
    Made made =
        database.transaction(
            on -> {
              JsonNode json = on.json("SELECT ticket_state(?, ?)", host, clock.instant());
              if (json.isNull()) {
                throw ProblemException.notFound("host", host);
              }
              TicketState state = TicketState.read(json);
              Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
              List<Offer> offers =
                  state.standing().stream().map(one -> offer(one, state, tiers, now)).toList();
              long epoch = state.epochFor(offers, now);
              List<Ticket> tickets =
                  offers.stream().map(offer -> ticket(host, offer, state, epoch, now)).toList();
              on.first(
                  "SELECT put_tickets(?, ?, ?::jsonb, ?)",
                  row -> true,
                  host,
                  epoch,
                  rows(tickets),
                  now);
              return new Made(
                  new Tickets(host, now, epoch, tickets.stream().map(key::sign).toList()),
                  tickets.stream().filter(ticket -> isNew(ticket, state)).toList());
            });
    made.fresh().forEach(meters::issued);
    return made.told();
  }

  /**
   * What a host is told.
   *
   * @param fresh the tickets that were made just now
   */
  private record Made(Tickets told, List<Ticket> fresh) {}

  private static boolean isNew(Ticket ticket, TicketState state) {
    Issued before = state.issued().get(ticket.vm());
    return before == null || !before.id().equals(ticket.id());
  }

  /** What changed a moment ago is judged first, or its VMs would get no answer. */
  private void bringUpToDate(HostId host) {
    List<String> marked =
        database.call(
            on ->
                on.rows(
                    "SELECT vm_id FROM ticket_marks(?, ?)",
                    row -> row.getString(1),
                    host,
                    clock.instant()));
    marked.forEach(vm -> verdicts.bringUpToDate(new VmId(vm)));
  }

  private Offer offer(Standing one, TicketState state, Tiers tiers, Instant now) {
    Decision verdict = one.verdict();
    String tier = verdict.vm().tier();
    Duration life =
        tier == null ? config.life() : config.tierLife().getOrDefault(tier, config.life());
    Instant expiresAt = now.plus(life);
    if (one.isCurrentAt(now)
        && verdict.validUntil() != null
        && verdict.validUntil().isBefore(expiresAt)) {
      expiresAt = verdict.validUntil().truncatedTo(ChronoUnit.SECONDS);
    }
    boolean tooShort = !expiresAt.isAfter(now);
    return new Offer(
        verdict,
        tooShort ? Answer.ASK : state.answer(one, now),
        tiers.failMode(tier),
        tooShort ? now.plus(life) : expiresAt);
  }

  private static Ticket ticket(
      HostId host, Offer offer, TicketState state, long epoch, Instant now) {
    Issued before = state.issued().get(offer.vm());
    if (before != null
        && before.epoch() == epoch
        && offer.saysTheSameAs(before)
        && !before.expiresAt().isAfter(offer.expiresAt())
        && isFresh(before, offer, now)) {
      return ticket(host, offer, before.id(), before.notBefore(), before.expiresAt(), epoch);
    }
    return ticket(host, offer, TicketId.next(), now, offer.expiresAt(), epoch);
  }

  private static boolean isFresh(Issued before, Offer offer, Instant now) {
    Duration possible = Duration.between(now, offer.expiresAt());
    Duration left = Duration.between(now, before.expiresAt());
    return left.toMillis() >= possible.toMillis() * FRESH;
  }

  private static Ticket ticket(
      HostId host, Offer offer, TicketId id, Instant from, Instant until, long epoch) {
    Decision verdict = offer.verdict();
    boolean asks = offer.answer() == Answer.ASK;
    return new Ticket(
        id,
        verdict.vm().id(),
        verdict.vm().name(),
        verdict.vm().tier(),
        host,
        asks ? Outcome.INDETERMINATE : verdict.outcome(),
        offer.answer() == Answer.ADMIT,
        offer.failMode(),
        asks ? "" : verdict.message(),
        asks
            ? List.of()
            : verdict.violations().stream()
                .filter(Violation::intendsDenial)
                .map(Violation::rule)
                .distinct()
                .toList(),
        from,
        until,
        from.getEpochSecond(),
        until.getEpochSecond(),
        verdict.revision(),
        verdict.decisionId(),
        epoch);
  }

  private static ArrayNode rows(List<Ticket> tickets) {
    ArrayNode rows = JsonNodeFactory.instance.arrayNode();
    for (Ticket ticket : tickets) {
      rows.addObject()
          .put("vm", ticket.vm().value())
          .put("id", ticket.id().value())
          .put("answer", ticket.answer().name())
          .put("failMode", ticket.failMode().name())
          .put("tier", ticket.tier())
          .put("decision", ticket.decision().value())
          .put("notBefore", ticket.notBefore().toString())
          .put("validUntil", ticket.validUntil().toString());
    }
    return rows;
  }
}
