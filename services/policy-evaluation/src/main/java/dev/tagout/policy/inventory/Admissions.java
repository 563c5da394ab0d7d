package dev.tagout.policy.inventory;

import dev.tagout.contracts.id.DecisionId;
import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.id.VmId;
import dev.tagout.policy.database.DatabaseException;
import dev.tagout.policy.database.Statements;
import dev.tagout.policy.inventory.Placement.Admission;
import dev.tagout.policy.inventory.Placement.Run;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Tells an admitted run from a bypass by whether a reservation awaited it, and uses that
 * reservation up; else by whether a ticket explains it. A start may be reported late: what counts
 * is when the hypervisor saw it.
 */
final class Admissions {
  /** A hypervisor's clock may differ from ours by as much as the collector lets pass. */
  private static final Duration TOLERANCE = Duration.ofMinutes(5);

  /**
   * When a listing finds a VM running, it began at any time since it was last reported. So long an
   * admission that nobody saw come true explains it.
   */
  private static final Duration LONGEST_GAP = Duration.ofDays(1);

  private Admissions() {}

  /** For a run that was seen to begin. */
  static Placement.Admissions ofStart(Statements on) {
    return (vm, host, instance, since, lastSeen) ->
        awaited(on, vm, host, since.minus(TOLERANCE))
            .or(() -> byTicket(on, vm, host, since.minus(TOLERANCE), since))
            .map(decision -> new Run(instance, since, Admission.ADMITTED, decision))
            .orElseGet(() -> new Run(instance, since, Admission.BYPASS, null));
  }

  /**
   * For a run that a listing found.
   *
   * @param first whether the host was never listed before, so that its VMs ran before we came
   */
  static Placement.Admissions ofListing(Statements on, boolean first) {
    return (vm, host, instance, since, lastSeen) -> {
      Instant from = newer(since.minus(LONGEST_GAP), lastSeen.minus(TOLERANCE));
      return awaited(on, vm, host, from)
          .or(() -> first ? Optional.empty() : byTicket(on, vm, host, from, since))
          .map(decision -> new Run(instance, since, Admission.ADMITTED, decision))
          .orElseGet(
              () -> new Run(instance, since, first ? Admission.ADOPTED : Admission.BYPASS, null));
    };
  }

  private static Instant newer(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }

  private static Optional<DecisionId> awaited(Statements on, VmId vm, HostId host, Instant heldAt) {
    try {
      return on.first(
          "DELETE FROM reservation WHERE vm_id = ? AND host_id = ? AND expires_at >= ?"
              + " RETURNING decision_id",
          row -> new DecisionId(row.getString(1)),
          vm,
          host,
          heldAt);
    } catch (SQLException e) {
      throw DatabaseException.of(e);
    }
  }

  /**
   * A host that could not ask has a signed answer of ours to decide by, and tells of it when it can
   * ask again, which may be after the start is reported. So a start that such an answer allowed is
   * taken for admitted until the host has told of its starts and not of this one.
   */
  private static Optional<DecisionId> byTicket(
      Statements on, VmId vm, HostId host, Instant from, Instant seen) {
    try {
      return on.first(
              "SELECT ticket_admission(?, ?, ?, ?, ?)",
              row -> Optional.ofNullable(row.getString(1)).map(DecisionId::new),
              vm,
              host,
              from,
              seen.plus(TOLERANCE),
              seen)
          .flatMap(decision -> decision);
    } catch (SQLException e) {
      throw DatabaseException.of(e);
    }
  }
}
