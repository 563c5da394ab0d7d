package dev.tagout.remediation.run;

import dev.tagout.contracts.decision.RemediationAction;
import dev.tagout.contracts.id.RunId;
import dev.tagout.remediation.RemediationConfig;
import dev.tagout.remediation.breaker.Breakers;
import dev.tagout.remediation.safety.Hold;
import dev.tagout.remediation.safety.Past;
import dev.tagout.remediation.safety.Safety;
import dev.tagout.remediation.safety.Scope;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;

/**
 * Hands runs out to who works on them, and takes the results. A result of someone whose lease was
 * lost, or of a run that a person cancelled meanwhile, is dropped: every method may be called again
 * after a failure. Wrong settings stop the service's start.
 */
@ApplicationScoped
@Startup
public class RunQueue {
  private final RunStore store;
  private final RunRows rows;
  private final AttemptRows attempts;
  private final Breakers breakers;
  private final Safety safety;
  private final RemediationConfig.Work config;
  private final Clock clock;

  RunQueue(
      RunStore store,
      RunRows rows,
      AttemptRows attempts,
      Breakers breakers,
      RemediationConfig config,
      Clock clock) {
    this.store = store;
    this.rows = rows;
    this.attempts = attempts;
    this.breakers = breakers;
    this.safety = Safety.of(config);
    this.config = config.work();
    this.clock = clock;
  }

  /** Runs that are due, no two of one VM; nobody else gets them until the lease runs out. */
  public List<Claim> claim(UUID owner, int most) {
    return store.commit(
        changes -> {
          Instant now = clock.instant();
          List<RunEntity> due = rows.due(now, most);
          due.forEach(row -> row.lease(owner, now.plus(config.lease())));
          return due.stream().map(RunEntity::toClaim).toList();
        });
  }

  /** A sign of life: the leases on these runs begin anew. */
  public void renew(UUID owner, Collection<RunId> ids) {
    if (!ids.isEmpty()) {
      store.commit(
          changes -> {
            rows.renew(owner, ids, clock.instant().plus(config.lease()));
            return null;
          });
    }
  }

  /** The verdict could not be had: nothing was done, and it is asked for again then. */
  public void postpone(Claim claim, String why, Instant until) {
    finish(
        claim,
        (row, changes) -> {
          if (row.state() instanceof RunState.Open open) {
            row.postponements++;
            changes.set(row, open.again(until, why));
            row.release();
          }
        });
  }

  /** Ends it undone, unless a newer verdict came: then it is due again at once. */
  public void supersede(Claim claim, String why) {
    conclude(claim, (open, now) -> open.supersede(why, now), why);
  }

  /** Ends it as failed, unless a newer verdict came: then it is due again at once. */
  public void fail(Claim claim, String why) {
    conclude(claim, (open, now) -> open.fail(why, now), why);
  }

  private void conclude(Claim claim, Conclusion conclusion, String why) {
    finish(
        claim,
        (row, changes) -> {
          if (row.state() instanceof RunState.Open open) {
            Instant now = clock.instant();
            boolean overtaken = row.generation != claim.generation();
            attempts.current(row).ifPresent(attempt -> attempt.end("not done: " + why, now));
            changes.set(row, overtaken ? open.again(now, why) : conclusion.from(open, now));
            row.release();
          }
        });
  }

  /**
   * The checks were passed: counts it against the limits, and records that the VM is about to be
   * stopped. When a person has to look first the run is held.
   */
  public Start start(Claim claim, RemediationAction action, String tried) {
    return store.commit(
        changes ->
            mine(claim)
                .map(row -> start(row, action, tried, changes))
                .orElseGet(Start.Refused::new));
  }

  private Start start(
      RunEntity row, RemediationAction action, String tried, RunStore.Changes changes) {
    // Even if it was approved, so that nobody else counts, and no breaker is reset, meanwhile.
    rows.lockLimits();
    Instant now = clock.instant();
    RunState state = held(row, now);
    if (state instanceof RunState.Held) {
      attempts.current(row).ifPresent(a -> a.end("unknown: the service ended in it", now));
      changes.set(row, state);
      return new Start.Refused();
    }
    if (row.actedAt == null) {
      row.actedAt = now;
    }
    row.action = action;
    row.postponements = 0;
    switch (state) {
      case RunState.Due due -> changes.set(row, due.act());
      case RunState.Acting acting ->
          // Someone died in it; what was begun has an end at last.
          attempts.current(row).ifPresent(a -> a.end("unknown: the service ended in it", now));
      case RunState.Held held -> throw new IllegalStateException("held runs are not handed out");
      case RunState.Ended ended -> throw new IllegalStateException("ended runs are not handed out");
    }
    return new Start.Granted(attempts.begin(row, tried, now).number);
  }

  /** The state as it is, or held. What a person approved is not. */
  private RunState held(RunEntity row, Instant now) {
    RunState state = row.state();
    return switch (state) {
      case RunState.Pending pending -> hold(row, now).<RunState>map(pending::hold).orElse(state);
      case RunState.Acting acting -> hold(row, now).map(acting::hold).orElse(state);
      case RunState.Approved approved -> state;
      case RunState.Held held -> state;
      case RunState.Ended ended -> state;
    };
  }

  private Optional<Hold> hold(RunEntity row, Instant now) {
    Scope scope = row.scope();
    Optional<String> breaker = breakers.open(scope.tier());
    return row.actedAt == null
        ? safety.hold(
            scope,
            new Past(
                breaker,
                rows.stops(row, now.minus(safety.loop().window())),
                rows.actedSince(now.minus(safety.limits().window()), scope)),
            now)
        : safety.holdAgain(breaker);
  }

  /**
   * The VM was seen stopped.
   *
   * @param at when it was seen
   */
  public void succeed(Claim claim, String how, Instant at) {
    finish(
        claim,
        (row, changes) -> {
          Run run = row.toRun();
          // Tried, failed as it seemed, and done after all: then it was pending again by now.
          RunState.Acting acting =
              switch (run.state()) {
                case RunState.Acting state -> state;
                case RunState.Due due -> due.act();
                case RunState.Held held -> null;
                case RunState.Ended ended -> null;
              };
          if (acting != null) {
            attempts.current(row).ifPresent(attempt -> attempt.end("done", at));
            changes.set(row, acting.succeed(how, at, run.exposure(at)));
          }
        });
  }

  /**
   * An attempt came to nothing.
   *
   * @param tried for an attempt that was not begun with {@link #start}
   * @param next when to try again; empty when that was the last time
   */
  public void attemptFailed(Claim claim, String tried, String why, Optional<Instant> next) {
    finish(
        claim,
        (row, changes) -> {
          if (row.state() instanceof RunState.Open open) {
            Instant now = clock.instant();
            attempts
                .current(row)
                .orElseGet(() -> attempts.begin(row, tried, now))
                .end("failed: " + why, now);
            changes.set(
                row,
                next.<RunState>map(due -> open.again(due, why))
                    .orElseGet(() -> open.fail(lastFailure(row, why), now)));
            row.release();
          }
        });
  }

  private static String lastFailure(RunEntity row, String why) {
    return "tried " + row.attempts + " times, at last: " + why;
  }

  private void finish(Claim claim, BiConsumer<RunEntity, RunStore.Changes> work) {
    store.commit(
        changes -> {
          mine(claim).ifPresent(row -> work.accept(row, changes));
          return null;
        });
  }

  private Optional<RunEntity> mine(Claim claim) {
    return rows.locked(claim.run().id()).filter(row -> row.isLeasedBy(claim.owner()));
  }

  @FunctionalInterface
  private interface Conclusion {
    RunState from(RunState.Open open, Instant now);
  }
}
