package dev.tagout.policy.verdict;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagout.contracts.decision.Decision;
import dev.tagout.contracts.decision.Operation;
import dev.tagout.contracts.decision.Point;
import dev.tagout.contracts.id.DecisionId;
import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.id.VmId;
import dev.tagout.contracts.json.Json;
import dev.tagout.platform.log.LogKey;
import dev.tagout.platform.outbox.OutboxRelay;
import dev.tagout.policy.bundle.ActivePolicy;
import dev.tagout.policy.database.Database;
import dev.tagout.policy.decision.DecisionMaker;
import dev.tagout.policy.decision.DecisionMessages;
import dev.tagout.policy.evaluation.Review;
import dev.tagout.policy.evaluation.ReviewState;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Works out the standing verdict of a VM: what would be answered if it were started now. */
@ApplicationScoped
public class StandingVerdicts {
  private static final Logger LOG = Logger.getLogger(StandingVerdicts.class);

  /** What two equal verdicts may differ in: they were worked out at different times. */
  private static final List<String> BESIDE_THE_POINT =
      List.of("decisionId", "decidedAt", "revision");

  /** So often a verdict is worked out anew before whoever keeps changing its facts has to wait. */
  private static final int ATTEMPTS = 5;

  private final Database database;
  private final ActivePolicy policies;
  private final DecisionMaker maker;
  private final OutboxRelay outbox;
  private final Clock clock;

  StandingVerdicts(
      Database database,
      ActivePolicy policies,
      DecisionMaker maker,
      OutboxRelay outbox,
      Clock clock) {
    this.database = database;
    this.policies = policies;
    this.maker = maker;
    this.outbox = outbox;
    this.clock = clock;
  }

  /** Works out what a change has marked and nobody has judged yet. */
  public void bringUpToDate(VmId vm) {
    for (int attempt = 0; attempt < ATTEMPTS && canJudge(); attempt++) {
      Optional<Long> generation =
          database.call(
              on ->
                  on.first(
                      "SELECT generation FROM mark WHERE vm_id = ? AND due_at <= ?",
                      row -> row.getLong(1),
                      vm,
                      clock.instant()));
      if (generation.isEmpty()) {
        return;
      }
      if (judge(vm, generation.get())) {
        outbox.wake();
      }
    }
  }

  /** Whether there is a policy to judge by. */
  boolean canJudge() {
    return policies.isReady();
  }

  /**
   * Works out the verdict and records it, if it differs from the one before.
   *
   * @param generation of the mark that is worked off; a newer mark stays
   * @return whether there is something to tell
   */
  boolean judge(VmId vm, long generation) {
    ReviewState state = state(vm);
    DecisionMaker.Made made = make(vm, state);
    Decision verdict = made.decision();
    String effect = commit(state, generation, made);
    if (effect.equals("changed")) {
      LOG.infof(
          "verdict %s %s %s",
          LogKey.OUTCOME.is(verdict.outcome()),
          LogKey.VM_ID.is(vm),
          LogKey.DECISION_ID.is(verdict.decisionId()));
    }
    return effect.equals("changed");
  }

  private ReviewState state(VmId vm) {
    return new ReviewState(database.call(on -> on.json("SELECT standing_review(?, ?)", vm, now())));
  }

  /** What would be answered if the VM were started now, without recording it. */
  DecisionMaker.Made make(VmId vm, ReviewState state) {
    if (!policies.current().revision().equals(state.revision())) {
      policies.follow();
    }
    String host = state.place().path("host_id").asText(null);
    Review review =
        new Review(
            DecisionId.next(),
            Point.STANDING,
            Operation.START,
            vm,
            host == null ? null : new HostId(host),
            null,
            null,
            null,
            now());
    return maker.make(review, state, policies.current());
  }

  private String commit(ReviewState state, long generation, DecisionMaker.Made made) {
    Decision verdict = made.decision();
    return database
        .call(
            on ->
                on.first(
                    "SELECT commit_verdict(?, ?, ?, ?, ?, ?::jsonb, ?::jsonb, ?, ?::jsonb)",
                    row -> row.getString(1),
                    state.vmVersion(),
                    state.hostVersion(),
                    state.waiversVersion(),
                    state.siteEnforcement(),
                    generation,
                    Json.toTree(verdict),
                    made.input(),
                    fingerprint(verdict),
                    DecisionMessages.ofVerdict(verdict)))
        .orElseThrow();
  }

  private static String fingerprint(Decision verdict) {
    ObjectNode point = (ObjectNode) Json.toTree(verdict);
    point.remove(BESIDE_THE_POINT);
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(Json.bytes(point)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
