package dev.tagout.policy.impact;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.contracts.decision.Decision;
import dev.tagout.contracts.decision.Outcome;
import dev.tagout.contracts.decision.Placement;
import dev.tagout.contracts.decision.Violation;
import dev.tagout.contracts.id.VmId;
import dev.tagout.contracts.json.Json;
import dev.tagout.policy.bundle.ActivePolicy;
import dev.tagout.policy.bundle.FleetOutlook;
import dev.tagout.policy.bundle.LoadedPolicy;
import dev.tagout.policy.database.Database;
import dev.tagout.policy.database.Pages;
import dev.tagout.policy.decision.DecisionMaker;
import dev.tagout.policy.decision.LiveReviews;
import dev.tagout.policy.evaluation.ReviewState;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;

/**
 * What another policy means for the fleet as it stands: each VM's verdict by live facts, under the
 * active policy and under the other one.
 */
@ApplicationScoped
public class FleetImpact implements FleetOutlook {
  private final Database database;
  private final ActivePolicy policies;
  private final LiveReviews reviews;

  FleetImpact(Database database, ActivePolicy policies, LiveReviews reviews) {
    this.database = database;
    this.policies = policies;
    this.reviews = reviews;
  }

  @Override
  public Outlook under(LoadedPolicy candidate) {
    RunningVms running = new RunningVms();
    if (!policies.isReady()) {
      return running.outlook(
          count("SELECT count(DISTINCT vm_id) FROM placement WHERE state = 'RUNNING'"));
    }
    judge(candidate, true, running);
    return running.outlook(running.all);
  }

  /**
   * Judges every VM, running or not.
   *
   * @param limit how many VMs are listed on each side
   * @throws dev.tagout.platform.problem.ProblemException 503 when no policy is active yet
   */
  public Impact of(LoadedPolicy candidate, int limit) {
    Tally tally = new Tally(limit);
    String base = policies.current().revision();
    Instant at = reviews.now();
    judge(candidate, false, verdicts -> tally.add(verdicts.comparison()));
    return tally.impact(candidate.revision(), base, Impact.Scope.FLEET, null, at);
  }

  private void judge(LoadedPolicy candidate, boolean onlyRunning, Consumer<Verdicts> receiver) {
    // One policy for all of them, though another were activated meanwhile.
    LoadedPolicy active = policies.current();
    try (Conveyor conveyor = new Conveyor()) {
      conveyor.run(vms(onlyRunning), vm -> judge(vm, active, candidate), receiver);
    }
  }

  private Verdicts judge(StandingVm vm, LoadedPolicy active, LoadedPolicy candidate) {
    LiveReviews.Question question = reviews.standing(vm.id(), vm.state(), vm.at());
    DecisionMaker.Made then = reviews.answer(question, candidate);
    return new Verdicts(
        reviews.answer(question, active).decision(),
        then.decision(),
        then.input().path("vm").path("owner").asText(null));
  }

  private int count(String sql) {
    return database.call(on -> on.first(sql, row -> row.getInt(1))).orElseThrow();
  }

  /** A VM as it stood when it was read. */
  private record StandingVm(VmId id, ReviewState state, Instant at) {}

  /**
   * @param now by the active policy
   * @param then by the other one
   */
  private record Verdicts(Decision now, Decision then, String owner) {
    boolean isRunning() {
      return then.placement() == Placement.RUNNING;
    }

    Comparison comparison() {
      if (isUndecided(now)) {
        return new Comparison.Skipped();
      }
      if (isUndecided(then)) {
        return new Comparison.Undecided();
      }
      boolean deniedNow = now.outcome() == Outcome.DENIED;
      boolean deniedThen = then.outcome() == Outcome.DENIED;
      if (deniedNow == deniedThen) {
        return new Comparison.Same();
      }
      return deniedThen
          ? new Comparison.NewlyDenied(of(then))
          : new Comparison.NewlyAdmitted(of(now));
    }

    private Comparison.Case of(Decision denied) {
      return new Comparison.Case(
          denied.vm(), owner, denied.host(), denied.decidedAt(), denied.denials().toList());
    }

    private static boolean isUndecided(Decision decision) {
      return decision.outcome() == Outcome.INDETERMINATE
          || decision.outcome() == Outcome.UNRECOGNIZED;
    }
  }

  private static final class RunningVms implements Consumer<Verdicts> {
    private final List<Denied> vms = new ArrayList<>();
    private int all;
    private int denied;
    private int undecided;

    @Override
    public void accept(Verdicts verdicts) {
      if (!verdicts.isRunning()) {
        return;
      }
      all++;
      switch (verdicts.comparison()) {
        case Comparison.NewlyDenied newly -> {
          denied++;
          if (vms.size() < Outlook.MAX_VMS) {
            vms.add(denied(newly.of()));
          }
        }
        case Comparison.Undecided none -> undecided++;
        case Comparison.Same same -> {}
        case Comparison.NewlyAdmitted newly -> {}
        case Comparison.Skipped skipped -> {}
      }
    }

    private static Denied denied(Comparison.Case one) {
      return new Denied(
          one.vm(),
          one.denials().stream().map(Violation::rule).distinct().toList(),
          one.denials().stream().map(Violation::message).distinct().toList());
    }

    Outlook outlook(int running) {
      return new Outlook(running, denied, undecided, vms);
    }
  }

  /** All VMs in the order of their ids. */
  private Iterator<StandingVm> vms(boolean onlyRunning) {
    String sql =
        "SELECT id, standing_state(id, ?)::text FROM vm WHERE id > ?"
            + (onlyRunning
                ? " AND EXISTS (SELECT 1 FROM placement p"
                    + " WHERE p.vm_id = vm.id AND p.state = 'RUNNING')"
                : "")
            + " ORDER BY id LIMIT "
            + Pages.SIZE;
    return new Pages<>(last -> page(sql, last == null ? "" : last.id().value()));
  }

  private List<StandingVm> page(String sql, String after) {
    Instant now = reviews.now();
    return database.call(
        on ->
            on.rows(
                sql,
                row -> new StandingVm(new VmId(row.getString(1)), state(row.getString(2)), now),
                now,
                after));
  }

  private static ReviewState state(String json) {
    JsonNode tree = Json.tree(json.getBytes(StandardCharsets.UTF_8));
    return new ReviewState(tree);
  }
}
