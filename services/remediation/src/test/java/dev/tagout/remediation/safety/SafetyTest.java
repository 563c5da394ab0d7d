package dev.tagout.remediation.safety;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagout.contracts.remediation.HoldCause;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Whatever happens in whatever order, without a person no more is stopped than the settings say:
 * random histories, and every window of them counted again from the outside.
 */
class SafetyTest {
  private static final Instant BEGIN = Instant.parse("2026-11-24T10:00:00Z");
  private static final Duration WINDOW = Duration.ofMinutes(10);
  private static final Safety SAFETY =
      new Safety(
          new Limits(4, Map.of("restricted", 2), Map.of("finance", 3), WINDOW),
          new LoopGuard(2, Duration.ofMinutes(30)));

  /** A run asks to stop its VM, or the breaker of its tier is opened or reset. */
  record Step(int seconds, What what, int vm) {
    String tier() {
      return vm % 2 == 0 ? "restricted" : null;
    }

    String group() {
      return vm % 3 == 0 ? null : "finance";
    }

    Scope scope() {
      return new Scope(tier(), group());
    }
  }

  enum What {
    ASKS,
    OPENS,
    RESETS
  }

  private record Stop(Instant at, int vm, Scope scope) {}

  /** What remediation does with these steps. */
  private static final class Run {
    private final List<Stop> stops = new ArrayList<>();
    private final List<Hold> holds = new ArrayList<>();
    private final Set<String> open = new HashSet<>();
    private final List<String> wrong = new ArrayList<>();
    private Instant now = BEGIN;

    static Run of(List<Step> steps) {
      Run run = new Run();
      steps.forEach(run::take);
      return run;
    }

    private void take(Step step) {
      now = now.plusSeconds(step.seconds());
      String tier = step.scope().tier();
      switch (step.what()) {
        case OPENS -> open.add(tier);
        case RESETS -> open.remove(tier);
        case ASKS -> ask(step);
      }
    }

    private void ask(Step step) {
      Scope scope = step.scope();
      Acted acted =
          new Acted(
              recent(s -> true),
              recent(s -> s.scope().tier().equals(scope.tier())),
              scope.group() == null ? 0 : recent(s -> scope.group().equals(s.scope().group())));
      List<Instant> same = stops.stream().filter(s -> s.vm() == step.vm()).map(Stop::at).toList();
      Optional<String> breaker =
          open.contains(scope.tier()) ? Optional.of("it is open") : Optional.empty();
      Optional<Hold> hold = SAFETY.hold(scope, new Past(breaker, same, acted), now);
      hold.ifPresentOrElse(holds::add, () -> stops.add(new Stop(now, step.vm(), scope)));
      if (breaker.isPresent() && !hold.map(h -> h.cause() == HoldCause.BREAKER).orElse(false)) {
        wrong.add("not held by the open breaker of " + scope.tier());
      }
    }

    private long recent(Predicate<Stop> which) {
      return stops.stream().filter(which).filter(s -> s.at().isAfter(now.minus(WINDOW))).count();
    }

    /** The most stops that any window of that length had. */
    long worst(Duration window, Predicate<Stop> which) {
      return stops.stream()
          .filter(which)
          .mapToLong(
              last ->
                  stops.stream()
                      .filter(which)
                      .filter(
                          s ->
                              s.at().isAfter(last.at().minus(window)) && !s.at().isAfter(last.at()))
                      .count())
          .max()
          .orElse(0);
    }
  }

  @Provide
  Arbitrary<List<Step>> histories() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 400),
            Arbitraries.frequency(
                net.jqwik.api.Tuple.of(10, What.ASKS),
                net.jqwik.api.Tuple.of(1, What.OPENS),
                net.jqwik.api.Tuple.of(2, What.RESETS)),
            Arbitraries.integers().between(0, 7))
        .as(Step::new)
        .list()
        .ofMaxSize(60);
  }

  @Property
  void noWindowHasMoreStopsThanItsLimits(@ForAll("histories") List<Step> steps) {
    // When
    Run run = Run.of(steps);

    // Then
    assertThat(run.worst(WINDOW, s -> true)).isLessThanOrEqualTo(4);
    assertThat(run.worst(WINDOW, s -> s.scope().tier().equals("restricted")))
        .isLessThanOrEqualTo(2);
    assertThat(run.worst(WINDOW, s -> "finance".equals(s.scope().group()))).isLessThanOrEqualTo(3);
  }

  @Property
  void noVmIsStoppedMoreOftenThanTheLoopGuardAllows(@ForAll("histories") List<Step> steps) {
    // When
    Run run = Run.of(steps);

    // Then
    for (int vm = 0; vm <= 7; vm++) {
      int one = vm;
      assertThat(run.worst(Duration.ofMinutes(30), s -> s.vm() == one)).isLessThanOrEqualTo(2);
    }
  }

  @Property
  void nothingIsStoppedWhileTheBreakerIsOpen(@ForAll("histories") List<Step> steps) {
    // When
    Run run = Run.of(steps);

    // Then
    assertThat(run.wrong).isEmpty();
  }

  @Property
  void nothingIsHeldForNoReason(@ForAll("histories") List<Step> steps) {
    // Given
    List<Step> few =
        steps.stream().filter(s -> s.what() == What.ASKS).map(SafetyTest::anHourLater).toList();

    // When
    Run run = Run.of(few);

    // Then
    assertThat(run.holds).isEmpty();
    assertThat(run.stops).hasSameSizeAs(few);
  }

  private static Step anHourLater(Step step) {
    return new Step(3600, step.what(), step.vm());
  }
}
