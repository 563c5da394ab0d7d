package dev.tagout.policy.ticket;

import dev.tagout.contracts.decision.Outcome;
import dev.tagout.platform.metrics.BackgroundGauges;
import dev.tagout.policy.database.Database;
import dev.tagout.policy.database.Statements;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** How many tickets go out, how old they are, and what hosts decided by them. */
@ApplicationScoped
class TicketMeters {
  private final MeterRegistry meters;
  private final Database database;
  private final BackgroundGauges gauges;
  private final Clock clock;

  TicketMeters(MeterRegistry meters, Database database, BackgroundGauges gauges, Clock clock) {
    this.meters = meters;
    this.database = database;
    this.gauges = gauges;
    this.clock = clock;
  }

  /**
   * What is out.
   *
   * @param valid tickets that are not over
   * @param oldest when the oldest of them was made; null when there is none
   * @param lapsed hosts that had tickets within the last day, and have none that is not over
   */
  private record Out(long valid, Timestamp oldest, long lapsed) {}

  void start(@Observes StartupEvent event) {
    // There before the first one, or an alert would not see it.
    for (Outcome outcome : Outcome.values()) {
      for (boolean admitted : new boolean[] {true, false}) {
        decisions(outcome, admitted);
      }
    }
    for (Answer answer : Answer.values()) {
      issued(answer);
    }
    for (TicketReports.Result result : TicketReports.Result.values()) {
      reports(result);
    }
    gauges
        .watch("tickets", BackgroundGauges.OFTEN, () -> database.call(on -> out(on, now())))
        .gauge("tagout.tickets.valid", "Tickets that are not over", Tags.empty(), Out::valid)
        .gauge(
            "tagout.tickets.oldest.seconds",
            "Age of the oldest ticket that is not over; 0 when there is none",
            Tags.empty(),
            out -> out.oldest() == null ? 0 : age(out.oldest().toInstant()))
        .gauge(
            "tagout.tickets.lapsed.hosts",
            "Hosts that had tickets within the last day, and have none that is not over",
            Tags.empty(),
            Out::lapsed);
  }

  private static Out out(Statements on, Instant now) throws SQLException {
    return on.first(
            "SELECT count(*) FILTER (WHERE expires_at > ?),"
                + " min(not_before) FILTER (WHERE expires_at > ?),"
                + " (SELECT count(*) FROM (SELECT max(expires_at) AS last FROM ticket"
                + " GROUP BY host_id) h WHERE h.last <= ? AND h.last > ?)"
                + " FROM ticket",
            row -> new Out(row.getLong(1), row.getTimestamp(2), row.getLong(3)),
            now,
            now,
            now,
            now.minus(Duration.ofDays(1)))
        .orElseThrow();
  }

  /** A ticket that was made, and not only told again. */
  void issued(Ticket ticket) {
    issued(ticket.answer()).increment();
  }

  /** What became of one that a host told of. */
  void told(TicketReports.Result result) {
    reports(result).increment();
  }

  /** A start that a host decided by a ticket is in the record now. */
  void decided(Ticket ticket) {
    decisions(ticket.outcome(), ticket.admitted()).increment();
  }

  private Counter issued(Answer answer) {
    return Counter.builder("tagout.tickets.issued")
        .description("Tickets that were made; those told again as they were do not count")
        .tag("answer", word(answer))
        .register(meters);
  }

  private Counter reports(TicketReports.Result result) {
    return Counter.builder("tagout.ticket.reports")
        .description("Decisions by tickets that hosts told of, with what became of each")
        .tag("result", word(result))
        .register(meters);
  }

  private Counter decisions(Outcome outcome, boolean admitted) {
    return Counter.builder("tagout.ticket.decisions")
        .description("Starts that hosts decided by a ticket, as the gate did not answer")
        .tag("outcome", outcome.name())
        .tag("admitted", Boolean.toString(admitted))
        .register(meters);
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private Instant now() {
    return clock.instant();
  }

  private double age(Instant since) {
    return Math.max(0, Duration.between(since, now()).toMillis() / 1e3);
  }
}
