package dev.tagout.remediation.verdict;

import dev.tagout.contracts.decision.Decision;
import dev.tagout.contracts.decision.EnforcementAction;
import dev.tagout.contracts.decision.Placement;
import dev.tagout.contracts.decision.RemediationAction;
import dev.tagout.contracts.decision.Violation;
import dev.tagout.contracts.decision.ViolationKind;
import dev.tagout.contracts.remediation.Trigger;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a verdict asks for. One function, for the verdict that came and for the one that is asked
 * for right before acting. A VM is stopped only for an explicit, unwaived denial that is enforced;
 * whatever is missing, unknown or contradictory asks for a word to people at most.
 */
public final class Triage {
  private static final String NO_QUARANTINE =
      "; quarantine is asked for, which no hypervisor adapter can do yet";

  private Triage() {}

  /** The same verdict with the same caps always asks for the same. */
  public static Response of(Decision verdict, Caps caps) {
    if (verdict.placement() != Placement.RUNNING) {
      return new Response.Nothing();
    }
    if (verdict.isBypass()) {
      return caps.bypass() == RemediationAction.NONE
          ? new Response.Nothing()
          : bypass(verdict, caps.bypass());
    }
    if (verdict.isDrift()) {
      return caps.drift() == RemediationAction.NONE
          ? new Response.Nothing()
          : drift(verdict, caps.drift());
    }
    return new Response.Nothing();
  }

  /**
   * A bypass is reported even if the VM is fit, or nothing is to be done about what it violates.
   */
  private static Response bypass(Decision verdict, RemediationAction cap) {
    String what = label(verdict) + " runs though no decision admitted it";
    return switch (verdict.outcome()) {
      case DENIED -> {
        String why = what + ", and is denied by " + rules(verdict);
        yield denied(verdict, Trigger.BYPASS, capped(asked(verdict), cap), why)
            .orElseGet(() -> new Response.Notify(Trigger.BYPASS, why));
      }
      case ALLOWED -> new Response.Notify(Trigger.BYPASS, what + "; it would have been admitted");
      case WAIVED ->
          new Response.Notify(
              Trigger.BYPASS, what + "; it would have been admitted by way of a waiver");
      case INDETERMINATE, UNRECOGNIZED ->
          new Response.Notify(Trigger.BYPASS, what + "; whether it would have been cannot be told");
    };
  }

  /**
   * What a break-glass admitted is let be, however a site deals with drift: two people have taken
   * it on, knowing that it is denied. They are told.
   */
  private static Response drift(Decision verdict, RemediationAction cap) {
    boolean letBe = verdict.breakGlass() != null;
    String what =
        label(verdict)
            + (letBe
                ? " was admitted by break-glass " + verdict.breakGlass()
                : " was admitted, and would not be now");
    RemediationAction most = letBe ? weaker(cap, RemediationAction.NOTIFY) : cap;
    return switch (verdict.outcome()) {
      case DENIED ->
          denied(
                  verdict,
                  Trigger.DRIFT,
                  capped(asked(verdict), most),
                  what + ": denied by " + rules(verdict))
              .orElseGet(Response.Nothing::new);
      case INDETERMINATE, UNRECOGNIZED ->
          new Response.Notify(Trigger.DRIFT, what + ": there is no answer");
      case ALLOWED, WAIVED -> new Response.Nothing();
    };
  }

  /** Empty when the violations ask for nothing. */
  private static Optional<Response> denied(
      Decision verdict, Trigger trigger, RemediationAction action, String why) {
    return switch (action) {
      case NONE -> Optional.empty();
      case NOTIFY, UNRECOGNIZED -> Optional.of(new Response.Notify(trigger, why));
      case QUARANTINE -> Optional.of(new Response.Notify(trigger, why + NO_QUARANTINE));
      case SAVE -> Optional.of(stop(verdict, trigger, action, "saved", why));
      case POWER_OFF -> Optional.of(stop(verdict, trigger, action, "powered off", why));
    };
  }

  private static Response stop(
      Decision verdict, Trigger trigger, RemediationAction action, String done, String why) {
    String would = why + "; it would have been " + done + ", but ";
    return switch (verdict.enforcement()) {
      case OBSERVE -> new Response.Notify(trigger, would + "Tagout only observes there");
      case UNRECOGNIZED ->
          new Response.Notify(trigger, would + "whether decisions bind there cannot be told");
      case ENFORCE -> {
        if (verdict.admitted()) {
          yield new Response.Notify(trigger, would + "the verdict admits it all the same");
        }
        if (verdict.instance() == null) {
          yield new Response.Notify(
              trigger, would + "its hypervisor does not tell one run of it from the next");
        }
        yield new Response.Stop(trigger, action, why);
      }
    };
  }

  /** The strongest that a violation which stands in the way asks for. */
  private static RemediationAction asked(Decision verdict) {
    return verdict
        .denials()
        .map(Triage::asked)
        .max(Comparator.naturalOrder())
        .orElse(RemediationAction.NONE);
  }

  /** For what is not known, or not understood, people are told at most. */
  private static RemediationAction asked(Violation violation) {
    RemediationAction known =
        violation.remediation() == RemediationAction.UNRECOGNIZED
            ? RemediationAction.NOTIFY
            : violation.remediation();
    boolean explicit =
        violation.kind() == ViolationKind.VIOLATED && violation.action() == EnforcementAction.DENY;
    return explicit ? known : weaker(known, RemediationAction.NOTIFY);
  }

  private static RemediationAction capped(RemediationAction asked, RemediationAction cap) {
    return weaker(asked, cap == RemediationAction.UNRECOGNIZED ? RemediationAction.NOTIFY : cap);
  }

  private static RemediationAction weaker(RemediationAction a, RemediationAction b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  private static String label(Decision verdict) {
    String host = verdict.host() == null ? "" : " on " + verdict.host().label();
    return verdict.vm().label() + host;
  }

  private static String rules(Decision verdict) {
    return verdict
        .denials()
        .map(Violation::rule)
        .distinct()
        .sorted()
        .collect(Collectors.joining(", "));
  }
}
