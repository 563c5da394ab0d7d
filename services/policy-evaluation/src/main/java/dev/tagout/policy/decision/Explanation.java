package dev.tagout.policy.decision;

import dev.tagout.contracts.decision.Enforcement;
import dev.tagout.contracts.decision.HostRef;
import dev.tagout.contracts.decision.Outcome;
import dev.tagout.contracts.decision.Point;
import dev.tagout.contracts.decision.Violation;
import dev.tagout.contracts.decision.ViolationKind;
import dev.tagout.contracts.decision.VmRef;
import dev.tagout.contracts.policy.BreakGlass;
import dev.tagout.policy.evaluation.Review;
import dev.tagout.policy.evaluation.Ruling;
import dev.tagout.policy.evaluation.Waivers;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A decision in one line for a terminal: which rule, which fact, how old, what to do, whom to ask.
 * Names in it come from outside, so what could break the line or the terminal is taken out. At the
 * gate the line says ages; a standing verdict must not change while its facts do not, and names no
 * age.
 *
 * @param recorded whether the decision can be looked up by its id afterwards
 * @param breakGlass what admits it against what policy says, or null
 */
record Explanation(
    Review review,
    VmRef vm,
    HostRef host,
    Ruling ruling,
    Waivers waivers,
    Enforcement enforcement,
    String contact,
    boolean recorded,
    BreakGlass breakGlass) {
  static final int MAX_LENGTH = 1500;

  /** For how many more there are. */
  private static final int MORE_LENGTH = 20;

  /** So many rules that ask for one fact are named. */
  private static final int RULES_NAMED = 5;

  private static final Comparator<Violation> WORST_FIRST =
      Comparator.comparing(Violation::severity).thenComparing(Violation::rule);

  String line() {
    String end = end();
    StringBuilder line = new StringBuilder("tagout: ");
    if (breakGlass != null) {
      line.append(exception()).append("; policy ");
      line.append(ruling.outcome() == Outcome.INDETERMINATE ? "does not know: " : "denies: ");
    }
    switch (ruling.outcome()) {
      case ALLOWED -> line.append(subject()).append(" may ").append(what());
      case WAIVED -> {
        line.append(subject()).append(" may ").append(what()).append(": waived: ");
        line.append(exceptions());
      }
      case DENIED, UNRECOGNIZED -> {
        line.append(subject()).append(" may not ").append(what()).append(": ");
        reasons(line, MAX_LENGTH - end.length());
      }
      case INDETERMINATE -> {
        line.append("no answer for ").append(subject()).append(", ").append(ruling.undecided());
        line.append(
            ruling.admitted() ? "; admitted" : breakGlass == null ? "; refused" : "; else refused");
        line.append(" by the fail mode of its tier.");
      }
    }
    return printable(cut(line.toString(), MAX_LENGTH - end.length()) + end);
  }

  /** Whom to ask, and what is never left out for want of room. */
  private String end() {
    StringBuilder end = new StringBuilder();
    switch (ruling.outcome()) {
      case ALLOWED, WAIVED -> {}
      case DENIED, INDETERMINATE, UNRECOGNIZED -> {
        if (breakGlass == null) {
          end.append(" Ask ").append(contact).append('.');
        }
      }
    }
    if (enforcement == Enforcement.OBSERVE && standsInTheWay()) {
      end.append(" Only observed: it is admitted.");
    }
    if (recorded && review.point() == Point.POWER_ON && ruling.outcome() != Outcome.ALLOWED) {
      end.append(" (decision ").append(review.id()).append(')');
    }
    return end.toString();
  }

  private boolean standsInTheWay() {
    return switch (ruling.outcome()) {
      case ALLOWED, WAIVED -> false;
      case DENIED, INDETERMINATE, UNRECOGNIZED -> true;
    };
  }

  /** Who takes it on, and until when. */
  private String exception() {
    return "admitted by break-glass "
        + breakGlass.id()
        + " of "
        + breakGlass.requestedBy()
        + ", approved by "
        + breakGlass.approvedBy()
        + ", until "
        + breakGlass.expiresAt();
  }

  /** Which rule is not met and would refuse, if it were not for which waiver, and until when. */
  private String exceptions() {
    return ruling.violations().stream()
        .filter(violation -> violation.waivedBy() != null && violation.intendsDenial())
        .sorted(WORST_FIRST)
        .map(violation -> violation.rule() + " by waiver " + until(violation.waivedBy()))
        .distinct()
        .collect(Collectors.joining("; ", "", "."));
  }

  private String until(String waiver) {
    return waivers.find(waiver).map(w -> waiver + " until " + w.expiresAt()).orElse(waiver);
  }

  private String subject() {
    return vm.label();
  }

  private String what() {
    String verb =
        switch (review.operation()) {
          case START, UNRECOGNIZED -> "start";
          case RESUME -> "resume";
          case RESTORE -> "be restored";
          case MIGRATE_IN -> "move in";
        };
    return host == null ? verb : verb + " on " + host.label();
  }

  /**
   * As many of the denials as fit, the worst first, and how many more there are. What is not known
   * is said once, with all the rules that ask for it.
   */
  private void reasons(StringBuilder line, int room) {
    List<Clause> clauses = clauses();
    Clause first = clauses.getFirst();
    line.append(cut(first.text(), room - line.length() - MORE_LENGTH)).append('.');
    if (first.fix() != null && line.length() + first.fix().length() + MORE_LENGTH < room) {
      line.append(' ').append(first.fix());
    }
    String before = " Also: ";
    int said = 1;
    while (said < clauses.size()
        && line.length() + before.length() + clauses.get(said).text().length() + MORE_LENGTH
            < room) {
      line.append(before).append(clauses.get(said++).text());
      before = "; ";
    }
    if (said < clauses.size()) {
      line.append(said == 1 ? " And " : "; and ").append(clauses.size() - said).append(" more");
    }
    if (clauses.size() > 1) {
      line.append('.');
    }
  }

  private List<Clause> clauses() {
    Map<List<String>, List<Violation>> byMatter = new LinkedHashMap<>();
    ruling.violations().stream()
        .filter(Violation::denies)
        .sorted(WORST_FIRST)
        .forEach(v -> byMatter.computeIfAbsent(matter(v), key -> new ArrayList<>()).add(v));
    return byMatter.values().stream().map(this::clause).toList();
  }

  /** Equal for what is one matter: the same fact that is not known. */
  private static List<String> matter(Violation violation) {
    String fact = violation.details().path("fact").asText("");
    return violation.kind() == ViolationKind.UNKNOWN && !fact.isEmpty()
        ? List.of(fact, violation.message())
        : List.of(violation.rule(), violation.message(), violation.details().toString());
  }

  private Clause clause(List<Violation> together) {
    Violation first = together.getFirst();
    List<String> rules = together.stream().map(Violation::rule).distinct().toList();
    String named = String.join(", ", rules.subList(0, Math.min(RULES_NAMED, rules.size())));
    int more = rules.size() - RULES_NAMED;
    return new Clause(
        first.message()
            + " ["
            + named
            + (more > 0 ? " and " + more + " more" : "")
            + age(first)
            + "]",
        first.fix());
  }

  private static String cut(String text, int room) {
    int end = Math.max(1, room);
    return text.length() > end ? text.substring(0, end - 1) + "…" : text;
  }

  /** One matter that stands in the way. */
  private record Clause(String text, String fix) {}

  private String age(Violation violation) {
    String observedAt = violation.details().path("observedAt").asText("");
    if (review.point() != Point.POWER_ON || observedAt.isEmpty()) {
      return "";
    }
    try {
      return ", seen " + ago(Duration.between(Instant.parse(observedAt), review.at())) + " ago";
    } catch (DateTimeException e) {
      return "";
    }
  }

  private static String ago(Duration age) {
    if (age.toDays() > 1) {
      return age.toDays() + " d";
    }
    if (age.toHours() > 1) {
      return age.toHours() + " h";
    }
    return age.toMinutes() > 1 ? age.toMinutes() + " min" : Math.max(0, age.toSeconds()) + " s";
  }

  private static String printable(String line) {
    return line.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}]+", " ");
  }
}
