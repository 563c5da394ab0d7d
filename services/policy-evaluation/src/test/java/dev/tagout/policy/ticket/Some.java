package dev.tagout.policy.ticket;

import dev.tagout.contracts.decision.Decision;
import dev.tagout.contracts.decision.Enforcement;
import dev.tagout.contracts.decision.HostRef;
import dev.tagout.contracts.decision.Operation;
import dev.tagout.contracts.decision.Outcome;
import dev.tagout.contracts.decision.Placement;
import dev.tagout.contracts.decision.Point;
import dev.tagout.contracts.decision.VmRef;
import dev.tagout.contracts.id.DecisionId;
import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.id.TicketId;
import dev.tagout.contracts.id.VmId;
import dev.tagout.policy.evaluation.FailMode;
import java.time.Instant;
import java.util.List;

/** Tickets and verdicts for tests. */
final class Some {
  static final Instant AT = Instant.parse("2026-11-24T10:00:00Z");
  static final HostId HOST = new HostId("test:host");

  private Some() {}

  static Ticket ticket(String name, String message) {
    return new Ticket(
        TicketId.next(),
        new VmId("test:vm"),
        name,
        "internal",
        HOST,
        Outcome.ALLOWED,
        true,
        FailMode.CLOSED,
        message,
        List.of("patch/unknown", "tier/mixed"),
        AT,
        AT.plusSeconds(900),
        AT.getEpochSecond(),
        AT.plusSeconds(900).getEpochSecond(),
        "revision-1",
        DecisionId.next(),
        7);
  }

  static Decision verdict(String vm, String tier, Outcome outcome, Enforcement enforcement) {
    return new Decision(
        DecisionId.next(),
        outcome,
        enforcement == Enforcement.OBSERVE || outcome != Outcome.DENIED,
        Point.STANDING,
        Operation.START,
        new VmRef(new VmId(vm), vm, tier),
        new HostRef(HOST, "host", "internal"),
        List.of(),
        "a line",
        enforcement,
        AT,
        AT.plusSeconds(60),
        "revision-1",
        null,
        Placement.DEFINED,
        null,
        null,
        null,
        null,
        null,
        null);
  }
}
