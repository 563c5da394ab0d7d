package dev.tagout.policy.decision;

import dev.tagout.contracts.decision.Enforcement;
import dev.tagout.contracts.decision.HostRef;
import dev.tagout.contracts.decision.Outcome;
import dev.tagout.contracts.decision.Point;
import dev.tagout.contracts.decision.Violation;
import dev.tagout.contracts.decision.VmRef;
import dev.tagout.policy.evaluation.Review;
import dev.tagout.policy.evaluation.Ruling;
import dev.tagout.policy.evaluation.Waivers;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A decision in one line for a terminal: which rule, which fact, how old, what to do, whom to ask.
 * Names in it come from outside, so what could break the line or the terminal is taken out. At the
 * gate the line says ages; a standing verdict must not change while its facts do not, and names no
 * age.
 */
record Explanation(
    Review review,
    VmRef vm,
    HostRef host,
    Ruling ruling,
    Waivers waivers,
    Enforcement enforcement,
    String contact) {
  private static final int MAX_LENGTH = 1500;

  private static final Comparator<Violation> WORST_FIRST =
      Comparator.comparing(Violation::severity).thenComparing(Violation::rule);

  String line() {
    StringBuilder line = new StringBuilder("tagout: ");
    switch (ruling.outcome()) {
      case ALLOWED -> line.append(subject()).append(" may ").append(what());
      case WAIVED -> {
        line.append(subject()).append(" may ").append(what()).append(": waived: ");
        line.append(exceptions());
      }
      case DENIED, UNRECOGNIZED -> {
        line.append(subject()).append(" may not ").append(what()).append(": ");
        reasons(line);
      }
      case INDETERMINATE -> {
        line.append("no answer for ").append(subject()).append(", ").append(ruling.undecided());
        line.append(ruling.admitted() ? "; admitted" : "; refused");
        line.append(" by the fail mode of its tier. Ask ").append(contact).append('.');
      }
    }
    if (enforcement == Enforcement.OBSERVE && standsInTheWay()) {
      line.append(" Only observed: it is admitted.");
    }
    if (review.point() == Point.POWER_ON && ruling.outcome() != Outcome.ALLOWED) {
      line.append(" (decision ").append(review.id()).append(')');
    }
    return printable(line.toString());
  }

  private boolean standsInTheWay() {
    return switch (ruling.outcome()) {
      case ALLOWED, WAIVED -> false;
      case DENIED, INDETERMINATE, UNRECOGNIZED -> true;
    };
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

  private void reasons(StringBuilder line) {
    List<Violation> denials =
        ruling.violations().stream().filter(Violation::denies).sorted(WORST_FIRST).toList();
    Violation first = denials.getFirst();
    line.append(first.message()).append(" [").append(first.rule()).append(age(first)).append("].");
    if (first.fix() != null) {
      line.append(' ').append(first.fix());
    }
    if (denials.size() > 1) {
      line.append(" Also: ");
      line.append(
          String.join(
              "; ",
              denials.stream()
                  .skip(1)
                  .map(v -> v.message() + " [" + v.rule() + age(v) + "]")
                  .toList()));
      line.append('.');
    }
    line.append(" Ask ").append(contact).append('.');
  }

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
    String clean = line.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}]+", " ");
    return clean.length() > MAX_LENGTH ? clean.substring(0, MAX_LENGTH) + "…" : clean;
  }
}
