package dev.tagout.policy.verdict;

import dev.tagout.contracts.decision.Decision;
import dev.tagout.contracts.decision.Outcome;
import dev.tagout.contracts.id.VmId;
import dev.tagout.policy.bundle.ActivePolicy;
import dev.tagout.policy.bundle.LoadedPolicy;
import dev.tagout.policy.bundle.StandingFleet;
import dev.tagout.policy.database.Database;
import dev.tagout.policy.evaluation.ReviewState;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;

/** The VMs that run, judged by what is known of them now. */
@ApplicationScoped
class RunningFleet implements StandingFleet {
  private final Database database;
  private final StandingVerdicts verdicts;
  private final ActivePolicy policies;

  RunningFleet(Database database, StandingVerdicts verdicts, ActivePolicy policies) {
    this.database = database;
    this.verdicts = verdicts;
    this.policies = policies;
  }

  @Override
  public Effect under(LoadedPolicy candidate) {
    List<VmId> running =
        database.call(
            on ->
                on.rows(
                    "SELECT DISTINCT vm_id FROM placement WHERE state = 'RUNNING' ORDER BY vm_id",
                    row -> new VmId(row.getString(1))));
    LoadedPolicy active = policies.current();
    List<Denied> denied =
        running.parallelStream()
            .map(vm -> newlyDenied(vm, active, candidate))
            .filter(Objects::nonNull)
            .toList();
    return new Effect(running.size(), denied);
  }

  private Denied newlyDenied(VmId vm, LoadedPolicy active, LoadedPolicy candidate) {
    ReviewState state = verdicts.state(vm);
    Decision then = verdicts.make(vm, state, candidate).decision();
    if (then.outcome() != Outcome.DENIED
        || verdicts.make(vm, state, active).decision().outcome() == Outcome.DENIED) {
      return null;
    }
    return new Denied(
        vm, then.vm().name(), then.denials().map(v -> v.rule()).distinct().sorted().toList());
  }
}
