package dev.tagout.remediation.work;

import dev.tagout.contracts.decision.RemediationAction;
import dev.tagout.platform.log.LogKey;
import dev.tagout.platform.time.BackOff;
import dev.tagout.remediation.RemediationConfig;
import dev.tagout.remediation.check.Standing;
import dev.tagout.remediation.check.VerdictCheck;
import dev.tagout.remediation.power.PowerControls;
import dev.tagout.remediation.power.Reach;
import dev.tagout.remediation.power.Sight;
import dev.tagout.remediation.power.Stop;
import dev.tagout.remediation.power.Target;
import dev.tagout.remediation.run.Claim;
import dev.tagout.remediation.run.Run;
import dev.tagout.remediation.run.RunQueue;
import dev.tagout.remediation.run.Start;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Brings one claimed run one step on: checks that its verdict stands and that the VM is what it
 * was, and stops it. Every way that is not exactly this ends without a touch of the VM.
 */
@ApplicationScoped
class Remedy {
  private static final Logger LOG = Logger.getLogger(Remedy.class);

  private final RunQueue queue;
  private final VerdictCheck verdicts;
  private final PowerControls controls;
  private final Persistence persistence;
  private final Clock clock;
  private final Duration patience;
  private final int attemptLimit;
  private final BackOff betweenAttempts;
  private final BackOff betweenQuestions;

  Remedy(
      RunQueue queue,
      VerdictCheck verdicts,
      PowerControls controls,
      Persistence persistence,
      Clock clock,
      RemediationConfig config) {
    this.queue = queue;
    this.verdicts = verdicts;
    this.controls = controls;
    this.persistence = persistence;
    this.clock = clock;
    this.patience = config.work().lease();
    this.attemptLimit = config.attempts().limit();
    this.betweenAttempts =
        new BackOff(config.attempts().firstPause(), config.attempts().longestPause());
    this.betweenQuestions =
        new BackOff(
            config.policyEvaluation().firstPause(), config.policyEvaluation().longestPause());
  }

  /**
   * Returns when the step is recorded.
   *
   * @throws RuntimeException when it could not be; whoever claims the run next finds out what
   *     happened
   */
  void apply(Claim claim) {
    Run run = claim.run();
    switch (controls.reach(run)) {
      case Reach.Reached(Target target) -> apply(claim, target);
      case Reach.Unreachable(String reason) -> queue.fail(claim, reason);
      case Reach.Unknown(String reason) -> missed(claim, 0, "find the host " + run.host(), reason);
    }
  }

  private void apply(Claim claim, Target target) {
    Run run = claim.run();
    if (run.hasActed() && stoppedSince(claim, target)) {
      return;
    }
    Instant asked = clock.instant();
    switch (verdicts.of(run)) {
      case Standing.Unanswered(String reason) ->
          queue.postpone(
              claim, reason, clock.instant().plus(betweenQuestions.after(run.postponements() + 1)));
      case Standing.Overtaken(String reason) -> queue.supersede(claim, reason);
      case Standing.Stands(RemediationAction action, String reason, Instant until) -> {
        if (stillRuns(claim, target)) {
          stop(claim, target, action, reason, stale(asked, until));
        }
      }
    }
  }

  /** An earlier attempt may have done it, though it failed, or we died before we could say so. */
  private boolean stoppedSince(Claim claim, Target target) {
    Optional<Sight> sight = look(claim, target);
    if (sight.isEmpty()) {
      return true;
    }
    if (sight.get() == Sight.STOPPED) {
      queue.succeed(claim, "found stopped after an attempt to stop it", clock.instant());
      return true;
    }
    return false;
  }

  private boolean stillRuns(Claim claim, Target target) {
    Optional<Sight> sight = look(claim, target);
    sight.flatMap(Remedy::whyNotThere).ifPresent(why -> queue.supersede(claim, why));
    return sight.filter(seen -> seen == Sight.RUNNING).isPresent();
  }

  /**
   * Empty when the hypervisor could not be asked; that is recorded then. A native library that is
   * missing is a linkage error.
   */
  private Optional<Sight> look(Claim claim, Target target) {
    try {
      return Optional.of(target.look());
    } catch (RuntimeException | LinkageError e) {
      missed(claim, 0, "look at the VM on " + claim.run().host(), String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  /**
   * From when on the checks count no more. However long the database or this process was held up
   * after them, nothing is done then: somebody else may have this run by now, and know better.
   */
  private Instant stale(Instant asked, Instant until) {
    Instant lease = asked.plus(patience);
    return until == null || lease.isBefore(until) ? lease : until;
  }

  private void stop(
      Claim claim, Target target, RemediationAction action, String reason, Instant stale) {
    Run run = claim.run();
    String tried = action.name().toLowerCase(Locale.ROOT) + " on " + run.host();
    switch (queue.start(claim, action, tried)) {
      case Start.Refused() ->
          LOG.infof("not now: %s %s", LogKey.RUN_ID.is(run.id()), LogKey.VM_ID.is(run.vm()));
      case Start.Granted(int attempt) -> {
        if (!clock.instant().isBefore(stale)) {
          missed(claim, attempt, tried, "the checks were too old when it was about to be done");
          return;
        }
        LastCheck last = new LastCheck(run, action);
        Stop stop;
        try {
          stop = target.stop(action, last::stillToBeStopped);
        } catch (RuntimeException | LinkageError e) {
          missed(claim, attempt, tried, String.valueOf(e.getMessage()));
          return;
        }
        // What happened to the VM is known by now, and ours to keep, however long the database is
        // away; the moment too.
        Instant seen = clock.instant();
        switch (stop) {
          case Stop.Done() ->
              persistence.insist(claim, () -> queue.succeed(claim, done(action, reason), seen));
          case Stop.NotThere(Sight sight) -> {
            String why = whyNotThere(sight).orElseThrow();
            persistence.insist(claim, () -> queue.supersede(claim, why));
          }
          case Stop.LeftOn() -> leftOn(claim, attempt, tried, last);
        }
      }
    }
  }

  private void leftOn(Claim claim, int attempt, String tried, LastCheck last) {
    String begin = "the guest was asked to shut down and did not; its power was left on, as ";
    switch (last.answer) {
      case Standing.Overtaken(String reason) ->
          persistence.insist(claim, () -> queue.supersede(claim, begin + reason));
      case Standing.Unanswered(String reason) -> missed(claim, attempt, tried, begin + reason);
      case Standing.Stands(RemediationAction action, String reason, Instant until) ->
          missed(
              claim, attempt, tried, begin + "another thing was to be done by then, or too late");
    }
  }

  /**
   * The checks before an action are as old as the time that a guest has to shut down: the same is
   * asked again before its power goes off.
   */
  private final class LastCheck {
    private final Run run;
    private final RemediationAction action;
    private Standing answer;

    LastCheck(Run run, RemediationAction action) {
      this.run = run;
      this.action = action;
    }

    boolean stillToBeStopped() {
      Instant asked = clock.instant();
      answer = verdicts.of(run);
      return switch (answer) {
        case Standing.Stands(RemediationAction now, String reason, Instant until) ->
            now == action && clock.instant().isBefore(stale(asked, until));
        case Standing.Overtaken(String reason) -> false;
        case Standing.Unanswered(String reason) -> false;
      };
    }
  }

  /**
   * @param attempt its number, 0 for one that was not begun
   */
  private void missed(Claim claim, int attempt, String tried, String why) {
    Run run = claim.run();
    int made = attempt == 0 ? run.attempts() + 1 : attempt;
    LOG.warnf(
        "attempt failed: %s %s %s %s",
        LogKey.RUN_ID.is(run.id()),
        LogKey.VM_ID.is(run.vm()),
        LogKey.ATTEMPT.is(made),
        LogKey.REASON.is(why));
    Duration pause = betweenAttempts.after(made);
    Optional<Instant> next =
        made < attemptLimit ? Optional.of(clock.instant().plus(pause)) : Optional.empty();
    persistence.insist(claim, () -> queue.attemptFailed(claim, tried, why, next));
  }

  private static Optional<String> whyNotThere(Sight sight) {
    return switch (sight) {
      case RUNNING -> Optional.empty();
      case STOPPED -> Optional.of("the VM does not run any more");
      case ANOTHER_RUN -> Optional.of("the VM was started again since; that is another run");
      case ABSENT -> Optional.of("the host does not have the VM any more");
    };
  }

  private static String done(RemediationAction action, String reason) {
    return (action == RemediationAction.SAVE ? "saved and stopped: " : "powered off: ") + reason;
  }
}
