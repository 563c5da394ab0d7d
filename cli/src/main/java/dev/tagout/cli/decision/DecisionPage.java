package dev.tagout.cli.decision;

import dev.tagout.cli.text.Document;
import dev.tagout.contracts.decision.Decision;
import dev.tagout.contracts.decision.Enforcement;
import dev.tagout.contracts.decision.Outcome;
import dev.tagout.contracts.decision.Point;
import dev.tagout.contracts.decision.Violation;
import dev.tagout.contracts.decision.ViolationKind;
import java.util.Comparator;
import java.util.List;

/** Parts of pages that show a decision. */
public final class DecisionPage {
  private static final Comparator<Violation> WORST_FIRST =
      Comparator.comparing(Violation::severity).thenComparing(Violation::rule);

  private DecisionPage() {}

  /** What the answer is, in one sentence. */
  public static String verdict(Decision decision) {
    String vm = decision.vm().label();
    String what = what(decision);
    String sentence =
        switch (decision.outcome()) {
          case ALLOWED -> vm + " may " + what + ".";
          case WAIVED -> vm + " may " + what + ": waivers cover what stands in the way.";
          case DENIED -> vm + " may not " + what + ".";
          case INDETERMINATE ->
              isByBreakGlass(decision)
                  ? "There is no answer for " + vm + "."
                  : "There is no answer for %s; by the fail mode of its tier it is %s."
                      .formatted(vm, decision.admitted() ? "admitted" : "refused");
          case UNRECOGNIZED ->
              "The answer for %s is one that this version does not know; it is %s."
                  .formatted(vm, decision.admitted() ? "admitted" : "refused");
        };
    if (isByBreakGlass(decision)) {
      return sentence + " Admitted by break-glass " + decision.breakGlass() + ".";
    }
    return decision.enforcement() == Enforcement.OBSERVE && decision.outcome() == Outcome.DENIED
        ? sentence + " Only observed: it is admitted."
        : sentence;
  }

  /**
   * Whether it admits against what policy says; a verdict only remembers how the VM came to run.
   */
  static boolean isByBreakGlass(Decision decision) {
    return decision.breakGlass() != null && decision.point() == Point.POWER_ON;
  }

  private static String what(Decision decision) {
    String verb =
        switch (decision.operation()) {
          case START, UNRECOGNIZED -> "start";
          case RESUME -> "resume";
          case RESTORE -> "be restored";
          case MIGRATE_IN -> "move in";
        };
    return decision.host() == null ? verb : verb + " on " + decision.host().label();
  }

  /** Which VM and host, with their tiers. */
  public static void subjects(Document page, Decision decision) {
    page.field("VM", subject(decision.vm().id().value(), decision.vm().tier()));
    if (decision.host() != null) {
      page.field("host", subject(decision.host().id().value(), decision.host().tier()));
    }
  }

  private static String subject(String id, String tier) {
    return id + (tier == null ? ", no tier" : ", tier " + tier);
  }

  /** What stands in the way, then what is waived, then what is only said. */
  public static void violations(Document page, Decision decision) {
    List<Violation> all = decision.violations().stream().sorted(WORST_FIRST).toList();
    part(page, "What stands in its way", all.stream().filter(Violation::denies).toList());
    part(page, "Waived", all.stream().filter(v -> v.waivedBy() != null).toList());
    part(
        page,
        "Said, and not in its way",
        all.stream().filter(v -> v.waivedBy() == null && !v.denies()).toList());
  }

  private static void part(Document page, String heading, List<Violation> violations) {
    if (violations.isEmpty()) {
      return;
    }
    page.heading(heading);
    int number = 1;
    for (Violation violation : violations) {
      page.item(number++ + ".", violation.message());
      page.detail("rule", rule(violation));
      page.detail("fix", violation.fix());
      page.detail("waiver", violation.waivedBy());
      page.detail("controls", String.join(", ", violation.controls()));
    }
  }

  private static String rule(Violation violation) {
    String unknown = violation.kind() == ViolationKind.UNKNOWN ? ", for want of a fact" : "";
    return "%s, %s, %s%s"
        .formatted(
            violation.rule(), lower(violation.severity()), lower(violation.action()), unknown);
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(java.util.Locale.ROOT);
  }

  /** The verdict with its violations under a heading of somebody else. */
  public static void summary(Document page, Decision decision) {
    page.indented(verdict(decision));
    decision.denials().forEach(v -> page.item("-", v.message() + " [" + v.rule() + "]"));
    if (decision.isBypass()) {
      page.indented("It runs though no decision admitted it (bypass).");
    }
    if (decision.isDrift()) {
      page.indented(
          decision.breakGlass() == null
              ? "It was rightly admitted, and would not be now (drift)."
              : "It was admitted by break-glass " + decision.breakGlass() + " (drift).");
    }
    page.field("decided", decision.decidedAt());
    page.field("until", decision.validUntil());
    page.field("decision", decision.decisionId().value());
  }
}
