package dev.tagout.policy.verdict;

import dev.tagout.platform.health.Part;
import dev.tagout.policy.PolicyConfig;
import io.smallrye.health.api.Wellness;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;

/** Standing verdicts that are overdue. */
@ApplicationScoped
class VerdictsPart implements Part {
  private final VerdictWatch watch;
  private final PolicyConfig.Verdicts config;
  private final Clock clock;

  VerdictsPart(@Wellness VerdictWatch watch, PolicyConfig config, Clock clock) {
    this.watch = watch;
    this.config = config.verdicts();
    this.clock = clock;
  }

  @Override
  public String name() {
    return "verdicts";
  }

  @Override
  public List<Impairment> look() {
    VerdictWatch.Look look = watch.look();
    return look.late().compareTo(config.unwellAfter()) <= 0
        ? List.of()
        : List.of(
            new Impairment(
                null,
                clock.instant().minus(look.late()),
                "the standing verdicts of "
                    + look.stale()
                    + " VMs are overdue: the gate's answers are right, locks, tickets and the"
                    + " search for bypasses lag"));
  }
}
