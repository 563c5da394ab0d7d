package dev.tagout.remediation.check;

import dev.tagout.contracts.decision.Decision;
import dev.tagout.contracts.decision.Point;
import dev.tagout.contracts.remediation.Trigger;
import dev.tagout.remediation.RemediationConfig;
import dev.tagout.remediation.run.Run;
import dev.tagout.remediation.verdict.Caps;
import dev.tagout.remediation.verdict.Response;
import dev.tagout.remediation.verdict.Triage;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;

/** Asks whether a run's verdict still stands. */
@ApplicationScoped
public class VerdictCheck {
  private final PolicyEvaluation policyEvaluation;
  private final Caps caps;
  private final Clock clock;

  VerdictCheck(PolicyEvaluation policyEvaluation, RemediationConfig config, Clock clock) {
    this.policyEvaluation = policyEvaluation;
    this.caps = Caps.of(config);
    this.clock = clock;
  }

  /** Never throws; whatever goes wrong is no answer. */
  public Standing of(Run run) {
    return switch (policyEvaluation.verdict(run.vm())) {
      case Answer.Verdict(Decision verdict) -> judge(run, verdict, caps, clock.instant());
      case Answer.Unknown() ->
          new Standing.Overtaken("policy-evaluation does not know the VM any more");
      case Answer.Away(String reason) -> new Standing.Unanswered(reason);
    };
  }

  /** What the newest verdict says of a run that an earlier one asked for. */
  static Standing judge(Run run, Decision verdict, Caps caps, Instant now) {
    if (verdict.point() != Point.STANDING) {
      return new Standing.Unanswered("policy-evaluation answers with no standing verdict");
    }
    if (verdict.validUntil() != null && !verdict.validUntil().isAfter(now)) {
      return new Standing.Unanswered(
          "the verdict was valid until " + verdict.validUntil() + ", and there is no newer one");
    }
    return switch (Triage.of(verdict, caps)) {
      case Response.Nothing() -> new Standing.Overtaken(overtakenBy(verdict));
      case Response.Notify(Trigger trigger, String reason) ->
          new Standing.Overtaken("nothing is to be done to it now: " + reason);
      case Response.Stop(Trigger trigger, var action, String reason) -> {
        if (trigger != run.trigger()) {
          yield new Standing.Overtaken(
              "now it is a matter of " + trigger + ", which is told apart");
        }
        if (!verdict.instance().equals(run.instance())) {
          yield new Standing.Overtaken("the VM was started again since");
        }
        if (verdict.host() == null || !verdict.host().id().equals(run.host())) {
          yield new Standing.Overtaken("the VM runs on another host by now");
        }
        yield new Standing.Stands(action, reason, verdict.validUntil());
      }
    };
  }

  private static String overtakenBy(Decision verdict) {
    return "the verdict is another by now: " + verdict.outcome() + ", " + verdict.message();
  }
}
