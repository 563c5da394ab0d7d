package dev.tagout.policy.admission;

import dev.tagout.contracts.decision.Decision;
import dev.tagout.contracts.decision.Point;
import dev.tagout.contracts.id.DecisionId;
import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.id.VmId;
import dev.tagout.contracts.json.Json;
import dev.tagout.contracts.policy.BreakGlass;
import dev.tagout.platform.log.LogKey;
import dev.tagout.platform.outbox.OutboxRelay;
import dev.tagout.platform.trace.Step;
import dev.tagout.platform.trace.TraceParent;
import dev.tagout.platform.trace.Traces;
import dev.tagout.policy.PolicyConfig;
import dev.tagout.policy.breakglass.BreakGlassStore;
import dev.tagout.policy.bundle.ActivePolicy;
import dev.tagout.policy.bundle.LoadedPolicy;
import dev.tagout.policy.database.Database;
import dev.tagout.policy.database.DatabaseException;
import dev.tagout.policy.database.Statements;
import dev.tagout.policy.decision.DecisionMaker;
import dev.tagout.policy.decision.DecisionMessages;
import dev.tagout.policy.decision.DecisionMeters;
import dev.tagout.policy.evaluation.Review;
import dev.tagout.policy.evaluation.ReviewState;
import dev.tagout.policy.mark.WakeUp;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Answers a start hook. A decision is committed, with its messages and with the place that it
 * reserves, before the caller hears it, and only if what it rests on is still the newest; otherwise
 * it is made again. So two starts that would together break a rule cannot both be admitted,
 * whatever replica each of them asks.
 *
 * <p>What policy does not admit, a break-glass may, once: its use is committed with the decision.
 */
@ApplicationScoped
public class Gate {
  private static final Logger LOG = Logger.getLogger(Gate.class);

  private final Database database;
  private final ActivePolicy policies;
  private final DecisionMaker maker;
  private final BreakGlassStore glasses;
  private final OutboxRelay outbox;
  private final WakeUp wakeUp;
  private final Traces traces;
  private final Clock clock;
  private final GateMeters meters;
  private final DecisionMeters decisions;
  private final PolicyConfig.Review config;

  Gate(
      Database database,
      ActivePolicy policies,
      DecisionMaker maker,
      BreakGlassStore glasses,
      OutboxRelay outbox,
      WakeUp wakeUp,
      Traces traces,
      Clock clock,
      GateMeters meters,
      DecisionMeters decisions,
      PolicyConfig config) {
    this.database = database;
    this.policies = policies;
    this.maker = maker;
    this.glasses = glasses;
    this.outbox = outbox;
    this.wakeUp = wakeUp;
    this.traces = traces;
    this.clock = clock;
    this.meters = meters;
    this.decisions = decisions;
    this.config = config.review();
  }

  /**
   * The decision, committed.
   *
   * @param traceparent that the caller sent; null when there is none, ignored when it is malformed
   * @throws DatabaseException when it cannot be: then there is none
   */
  public Decision review(ReviewRequest request, String traceparent) {
    long begin = System.nanoTime();
    String outcome = GateMeters.NO_ANSWER;
    String tier = null;
    try (Step step = traces.answering("review", traceparent)) {
      step.with(LogKey.VM_ID, request.vm().id()).with(LogKey.HOST_ID, request.host().id());
      try {
        Decision decision = decide(request);
        outcome = decision.outcome().name();
        tier = decision.vm().tier();
        step.with(LogKey.OUTCOME, outcome).with(LogKey.DECISION_ID, decision.decisionId());
        return decision;
      } catch (RuntimeException e) {
        step.failed(e);
        throw e;
      }
    } finally {
      meters.reviewed(outcome, tier, Duration.ofNanos(System.nanoTime() - begin));
    }
  }

  private Decision decide(ReviewRequest request) {
    for (int attempt = 1; attempt <= config.attempts(); attempt++) {
      Review review = review(request, now());
      ReviewState state = state(review);
      DecisionMaker.Made made = maker.make(review, state, policy(state), breakGlass(review));
      if (commitIfNewest(made, state)) {
        return told(made.decision());
      }
      meters.conflict();
      letOthersThrough(attempt);
    }
    return told(decideAlone(request));
  }

  /**
   * With the VM and its hosts locked, so that nobody else's start comes between. Now only a policy
   * or a waiver that changes at that very moment does.
   *
   * @throws DatabaseException when one does so every time
   */
  private Decision decideAlone(ReviewRequest request) {
    for (int attempt = 1; attempt <= config.attempts(); attempt++) {
      try {
        DecisionMaker.Made made = database.transaction(on -> locked(on, request));
        if (made != null) {
          return made.decision();
        }
      } catch (DatabaseException e) {
        if (!e.isRolledBack()) {
          throw e;
        }
      }
      meters.conflict();
    }
    throw DatabaseException.of(
        new SQLTransactionRollbackException(
            "policies or waivers changed "
                + config.attempts()
                + " times while "
                + request.vm().id()
                + " was judged"));
  }

  /** Null when it was not to be committed. */
  private DecisionMaker.Made locked(Statements on, ReviewRequest request) throws SQLException {
    on.rows("SELECT lock_review(?, ?)", row -> 1, request.vm().id(), request.host().id());
    Review review = review(request, now());
    ReviewState state = state(on, review);
    DecisionMaker.Made made = maker.make(review, state, policy(state), breakGlass(review));
    return commit(on, made, state) ? made : null;
  }

  private Supplier<Optional<BreakGlass>> breakGlass(Review review) {
    return () -> glasses.admitting(review.vm(), review.host(), review.at());
  }

  /** Many starts at once on one host get in one after the other, if they do not all try at once. */
  private static void letOthersThrough(int attempt) {
    try {
      Thread.sleep(ThreadLocalRandom.current().nextLong(1, 5L * attempt + 1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * An admitted start did not happen: gives its place back. May be said twice.
   *
   * @param decision whose place; null: whichever the VM holds on that host
   */
  public void release(VmId vm, HostId host, DecisionId decision) {
    boolean released =
        database
            .call(
                on ->
                    on.first(
                        "SELECT release_review(?, ?, ?::uuid, ?)",
                        row -> row.getBoolean(1),
                        vm,
                        host,
                        decision == null ? null : decision.value(),
                        now()))
            .orElseThrow();
    if (released) {
      wakeUp.call();
    }
  }

  private static Review review(ReviewRequest request, Instant at) {
    return new Review(
        DecisionId.next(),
        Point.POWER_ON,
        request.operation(),
        request.vm().id(),
        request.host().id(),
        request.vm().name(),
        request.vm().configuration(),
        request.requestedBy(),
        at);
  }

  private ReviewState state(Review review) {
    return database.call(on -> state(on, review));
  }

  private static ReviewState state(Statements on, Review review) throws SQLException {
    return new ReviewState(
        on.json("SELECT review_state(?, ?, ?)", review.vm(), review.host(), review.at()));
  }

  private LoadedPolicy policy(ReviewState state) {
    if (!policies.current().revision().equals(state.revision())) {
      policies.follow();
    }
    return policies.current();
  }

  /** A transaction that was rolled back for the sake of another is as if its facts had changed. */
  private boolean commitIfNewest(DecisionMaker.Made made, ReviewState state) {
    try {
      return database.call(on -> commit(on, made, state));
    } catch (DatabaseException e) {
      if (e.isRolledBack()) {
        return false;
      }
      throw e;
    }
  }

  private boolean commit(Statements on, DecisionMaker.Made made, ReviewState state)
      throws SQLException {
    Decision decision = made.decision();
    Object[] review = {
      state.vmVersion(),
      state.hostVersion(),
      state.waiversVersion(),
      state.siteEnforcement(),
      Json.toTree(decision),
      made.input(),
      decision.admitted() ? decision.decidedAt().plus(config.reservation()) : null,
      DecisionMessages.ofStart(decision, made.input()),
      TraceParent.current().map(TraceParent::text).orElse(null)
    };
    return made.breakGlass() == null
        ? on.first(
                "SELECT commit_review(?::bigint, ?::bigint, ?, ?, ?::jsonb, ?::jsonb,"
                    + " ?::timestamptz, ?::jsonb) FROM trace_all(?)",
                row -> row.getBoolean(1),
                review)
            .orElseThrow()
        : glasses.commitUse(on, made.breakGlass(), decision, review);
  }

  private Decision told(Decision decision) {
    outbox.wake();
    wakeUp.call();
    decisions.count(decision);
    LOG.infof(
        "decided %s %s %s %s",
        LogKey.OUTCOME.is(decision.outcome()),
        LogKey.VM_ID.is(decision.vm().id()),
        LogKey.HOST_ID.is(decision.host().id()),
        LogKey.DECISION_ID.is(decision.decisionId()));
    return decision;
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
