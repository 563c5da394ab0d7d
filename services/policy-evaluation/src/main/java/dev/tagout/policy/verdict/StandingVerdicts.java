package dev.tagout.policy.verdict;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagout.contracts.decision.Decision;
import dev.tagout.contracts.decision.Operation;
import dev.tagout.contracts.decision.Outcome;
import dev.tagout.contracts.decision.Point;
import dev.tagout.contracts.id.DecisionId;
import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.id.VmId;
import dev.tagout.contracts.json.Json;
import dev.tagout.platform.log.LogKey;
import dev.tagout.platform.outbox.OutboxRelay;
import dev.tagout.platform.trace.TraceParent;
import dev.tagout.policy.PolicyConfig;
import dev.tagout.policy.bundle.ActivePolicy;
import dev.tagout.policy.database.Database;
import dev.tagout.policy.decision.DecisionMaker;
import dev.tagout.policy.decision.DecisionMessages;
import dev.tagout.policy.decision.DecisionMeters;
import dev.tagout.policy.evaluation.Review;
import dev.tagout.policy.evaluation.ReviewState;
import dev.tagout.policy.finding.Damping;
import dev.tagout.policy.finding.Matters;
import dev.tagout.policy.message.Messages;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
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
  private final DecisionMeters decisions;
  private final Clock clock;
  private final Damping damping;

  StandingVerdicts(
      Database database,
      ActivePolicy policies,
      DecisionMaker maker,
      OutboxRelay outbox,
      DecisionMeters decisions,
      Clock clock,
      PolicyConfig config) {
    this.database = database;
    this.policies = policies;
    this.maker = maker;
    this.outbox = outbox;
    this.decisions = decisions;
    this.clock = clock;
    PolicyConfig.Findings findings = config.findings();
    this.damping =
        new Damping(findings.patience(), findings.quiet(), findings.longest(), findings.free());
  }

  /**
   * Works out what a change has marked and nobody has judged yet.
   *
   * @return whether the verdict is up to date now; it is not while there is no policy to judge by,
   *     or when the facts change faster than they can be judged
   */
  public boolean bringUpToDate(VmId vm) {
    Optional<Long> generation = due(vm);
    for (int attempt = 0; attempt < ATTEMPTS && generation.isPresent() && canJudge(); attempt++) {
      if (judge(vm, generation.get())) {
        outbox.wake();
      }
      generation = due(vm);
    }
    return generation.isEmpty();
  }

  private Optional<Long> due(VmId vm) {
    return database.call(
        on ->
            on.first(
                "SELECT generation FROM mark WHERE vm_id = ? AND due_at <= ?",
                row -> row.getLong(1),
                vm,
                clock.instant()));
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
    Before before = before(vm);
    DecisionMaker.Made made = make(vm, before.state());
    Decision verdict = made.decision();
    String fingerprint = fingerprint(verdict);
    Matters.Step step =
        before
            .matters()
            .follow(
                verdict,
                before.recordedAs(verdict, fingerprint),
                made.input().path("vm").path("owner").asText(null),
                damping);
    String effect = commit(before, generation, made, fingerprint, step);
    if (effect.equals("changed")) {
      decisions.count(verdict);
      LOG.infof(
          "verdict %s %s %s",
          LogKey.OUTCOME.is(verdict.outcome()),
          LogKey.VM_ID.is(vm),
          LogKey.DECISION_ID.is(verdict.decisionId()));
    }
    boolean told = effect.equals("equal") && !step.findings().isEmpty();
    return told || effect.equals("changed");
  }

  /**
   * What a verdict follows on.
   *
   * @param mattersVersion that must still hold when it commits
   * @param verdict id of the standing one; null when there is none
   * @param silentSince since when that one has no answer; null when it has one
   */
  private record Before(
      ReviewState state,
      Matters matters,
      long mattersVersion,
      DecisionId verdict,
      Instant silentSince) {

    /** An equal verdict is not recorded again. */
    DecisionId recordedAs(Decision made, String fingerprint) {
      return verdict != null && fingerprint.equals(state.fingerprint())
          ? verdict
          : made.decisionId();
    }

    /** When the VM is judged anew, though no fact changes; null when time is of no matter here. */
    Instant due(Decision made, Matters after) {
      Stream<Instant> untold = after.due().stream();
      Stream<Instant> unanswered =
          made.outcome() == Outcome.INDETERMINATE
              ? Stream.of(NoAnswer.triedAgain(silentSince, made.decidedAt()))
              : Stream.empty();
      return Stream.concat(untold, unanswered).min(Instant::compareTo).orElse(null);
    }
  }

  private Before before(VmId vm) {
    JsonNode found =
        database.call(
            on ->
                on.json(
                    "SELECT jsonb_build_object('state', standing_review(?, ?),"
                        + " 'verdict', (SELECT jsonb_build_object('id', decision_id, 'outcome', body ->> 'outcome',"
                        + " 'since', body ->> 'decidedAt') FROM verdict WHERE vm_id = ?),"
                        + " 'matters', (SELECT to_jsonb(m) FROM matters m WHERE m.vm_id = ?))",
                    vm,
                    now(),
                    vm,
                    vm));
    JsonNode matters = found.path("matters");
    JsonNode verdict = found.path("verdict");
    String id = verdict.path("id").asText(null);
    boolean silent = verdict.path("outcome").asText().equals(Outcome.INDETERMINATE.name());
    return new Before(
        new ReviewState(found.path("state")),
        Matters.read(matters.path("body")),
        matters.path("version").asLong(0),
        id == null ? null : new DecisionId(id),
        silent ? Instant.parse(verdict.path("since").asText()) : null);
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

  private String commit(
      Before before,
      long generation,
      DecisionMaker.Made made,
      String fingerprint,
      Matters.Step step) {
    Decision verdict = made.decision();
    ReviewState state = before.state();
    Messages findings = new Messages();
    step.findings().forEach(findings::add);
    return database
        .call(
            on ->
                on.first(
                    "SELECT commit_verdict(?, ?, ?, ?, ?, ?::jsonb, ?::jsonb, ?, ?::jsonb,"
                        + " ?, ?::jsonb, ?::jsonb, ?) FROM trace_told(?)",
                    row -> row.getString(1),
                    state.vmVersion(),
                    state.hostVersion(),
                    state.waiversVersion(),
                    state.siteEnforcement(),
                    generation,
                    Json.toTree(verdict),
                    made.input(),
                    fingerprint,
                    DecisionMessages.ofVerdict(verdict),
                    before.mattersVersion(),
                    step.changed() ? step.matters().json() : null,
                    findings.json(),
                    before.due(verdict, step.matters()),
                    TraceParent.current().map(TraceParent::text).orElse(null)))
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
