package dev.tagout.policy.decision;

import dev.tagout.contracts.decision.Operation;
import dev.tagout.contracts.decision.Point;
import dev.tagout.contracts.id.DecisionId;
import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.id.VmId;
import dev.tagout.policy.bundle.ActivePolicy;
import dev.tagout.policy.bundle.LoadedPolicy;
import dev.tagout.policy.database.Database;
import dev.tagout.policy.evaluation.Review;
import dev.tagout.policy.evaluation.ReviewState;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** What would be answered now, by live facts and by any policy. Nothing is recorded. */
@ApplicationScoped
public class LiveReviews {
  private final Database database;
  private final ActivePolicy policies;
  private final DecisionMaker maker;
  private final Clock clock;

  LiveReviews(Database database, ActivePolicy policies, DecisionMaker maker, Clock clock) {
    this.database = database;
    this.policies = policies;
    this.maker = maker;
    this.clock = clock;
  }

  /**
   * A review, and what is known.
   *
   * @param state may be changed, to ask what would be if
   */
  public record Question(Review review, ReviewState state) {
    /** Whether the VM was ever seen, or anything was assigned to it. */
    public boolean isVmKnown() {
      return state.json().path("vm").isObject();
    }

    /** Where it would start; null when it is placed nowhere. */
    public HostId host() {
      return review.host();
    }

    /** The same question, had something else been known. */
    public Question given(ReviewState other) {
      return new Question(review, other);
    }
  }

  /** Whether the VM may start where it is: the standing verdict. */
  public Question standing(VmId vm) {
    Instant now = now();
    return standing(
        vm,
        new ReviewState(database.call(on -> on.json("SELECT standing_state(?, ?)", vm, now))),
        now);
  }

  /**
   * The same for a state that was read.
   *
   * @param at when it was
   */
  public Question standing(VmId vm, ReviewState state, Instant at) {
    String host = state.place().path("host_id").asText(null);
    return question(
        Point.STANDING, Operation.START, vm, host == null ? null : new HostId(host), state, at);
  }

  /** Whether the VM may do this on this host: the gate's answer. */
  public Question gate(VmId vm, HostId host, Operation operation) {
    Instant now = now();
    return gate(
        vm,
        host,
        operation,
        new ReviewState(
            database.call(on -> on.json("SELECT review_state(?, ?, ?)", vm, host, now))),
        now);
  }

  /**
   * The same for a state that was read.
   *
   * @param at when it was
   */
  public Question gate(VmId vm, HostId host, Operation operation, ReviewState state, Instant at) {
    return question(Point.POWER_ON, operation, vm, host, state, at);
  }

  private static Question question(
      Point point, Operation operation, VmId vm, HostId host, ReviewState state, Instant at) {
    return new Question(
        new Review(DecisionId.next(), point, operation, vm, host, null, null, null, at), state);
  }

  /** By the policy that is active. */
  public DecisionMaker.Made answer(Question question) {
    return answer(question, active(question));
  }

  /** By any policy. */
  public DecisionMaker.Made answer(Question question, LoadedPolicy policy) {
    return maker.preview(question.review(), question.state(), policy);
  }

  private LoadedPolicy active(Question question) {
    if (!policies.current().revision().equals(question.state().revision())) {
      policies.follow();
    }
    return policies.current();
  }

  /** As instants stand in decisions. */
  public Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
