package dev.tagout.remediation.run;

import dev.tagout.contracts.id.RunId;
import dev.tagout.platform.problem.Problem;
import dev.tagout.platform.problem.ProblemException;
import dev.tagout.remediation.breaker.BreakerReset;
import dev.tagout.remediation.person.Remark;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** Begins runs as verdicts ask for them, and takes what people say about them. */
@ApplicationScoped
public class Runs {
  private final RunStore store;
  private final RunRows rows;
  private final EntityManager database;
  private final WorkBell bell;
  private final Clock clock;

  Runs(RunStore store, RunRows rows, EntityManager database, WorkBell bell, Clock clock) {
    this.store = store;
    this.rows = rows;
    this.database = database;
    this.bell = bell;
    this.clock = clock;
  }

  /**
   * Begins what is not yet begun, all of it or nothing. A verdict that is seen again changes
   * nothing; another verdict on the same run of a VM does not begin a second run that stops it, but
   * the one that is under way rests on it from now on. So does the one that waits because the VM is
   * started again each time: people are asked about the VM once, and not about each start.
   */
  public void begin(List<Wanted> wanted) {
    if (wanted.isEmpty()) {
      return;
    }
    store.commit(
        changes -> {
          wanted.forEach(one -> begin(one, changes));
          return null;
        });
    bell.ring();
  }

  private void begin(Wanted wanted, RunStore.Changes changes) {
    UUID verdict = UUID.fromString(wanted.verdict().decisionId().value());
    if (database.find(RunVerdictEntity.class, verdict) != null) {
      return;
    }
    RunEntity run = wanted.stops() ? stop(wanted) : tell(wanted, changes);
    database.persist(RunVerdictEntity.of(wanted, run));
  }

  private RunEntity stop(Wanted wanted) {
    Optional<RunEntity> binding = rows.binding(wanted).or(() -> rows.heldInLoop(wanted));
    binding
        .filter(row -> !(row.state() instanceof RunState.Ended))
        .ifPresent(row -> row.refresh(wanted));
    return binding.orElseGet(() -> insert(wanted));
  }

  private RunEntity tell(Wanted wanted, RunStore.Changes changes) {
    return rows.told(wanted)
        .orElseGet(
            () -> {
              RunEntity row = insert(wanted);
              Instant now = clock.instant();
              changes.set(row, new RunState.Pending(now, null).notified(wanted.reason(), now));
              return row;
            });
  }

  private RunEntity insert(Wanted wanted) {
    RunEntity row = RunEntity.of(wanted, clock.instant());
    rows.persist(row);
    return row;
  }

  /**
   * A person says that what holds this run does not count.
   *
   * @throws ProblemException 404 when there is no such run, 409 when it is not held
   */
  void approve(RunId id, String by, Remark remark) {
    change(
        id,
        "approved",
        (state, now) ->
            state instanceof RunState.Held held
                ? Optional.of(held.approve(remark.sentence("approved", by), now))
                : Optional.empty(),
        row -> row.approvedBy = by);
    bell.ring();
  }

  /**
   * A person says that nothing shall be done.
   *
   * @throws ProblemException 404 when there is no such run, 409 when it is too late
   */
  void cancel(RunId id, String by, Remark remark) {
    String reason = remark.sentence("cancelled", by);
    change(
        id,
        "cancelled",
        (state, now) ->
            switch (state) {
              case RunState.Due due -> Optional.of(due.cancel(reason, now));
              case RunState.Held held -> Optional.of(held.cancel(reason, now));
              case RunState.Acting acting -> Optional.empty();
              case RunState.Ended ended -> Optional.empty();
            },
        row -> row.cancelledBy = by);
  }

  /** What the breaker held is due again, in the transaction that resets it. */
  void release(@Observes BreakerReset reset) {
    // Who saw the breaker open has held their run by now, or will see it reset.
    rows.lockLimits();
    Instant now = clock.instant();
    for (RunEntity row : rows.heldByBreaker(reset.tier())) {
      if (row.state() instanceof RunState.Held held) {
        row.state(held.release(reset.reason(), now));
      }
    }
  }

  void ring(@Observes(during = TransactionPhase.AFTER_SUCCESS) BreakerReset reset) {
    bell.ring();
  }

  private void change(RunId id, String wish, Transition transition, Consumer<RunEntity> signature) {
    store.commit(
        changes -> {
          RunEntity row = rows.locked(id).orElseThrow(() -> ProblemException.notFound("run", id));
          RunState next =
              transition
                  .from(row.state(), clock.instant())
                  .orElseThrow(() -> conflict(row.state(), wish));
          signature.accept(row);
          changes.set(row, next);
          return null;
        });
  }

  private static ProblemException conflict(RunState state, String wish) {
    String status = state.status().name().toLowerCase(java.util.Locale.ROOT);
    return new ProblemException(
        Problem.of(
            409,
            "run-state",
            "The run's state does not allow it",
            "a run that is " + status + " cannot be " + wish));
  }

  @FunctionalInterface
  private interface Transition {
    /** Empty when the state does not allow it. */
    Optional<RunState> from(RunState state, Instant now);
  }
}
