package dev.tagout.policy.decision;

import dev.tagout.contracts.decision.Decision;
import dev.tagout.contracts.decision.Outcome;
import dev.tagout.contracts.decision.Point;
import dev.tagout.contracts.decision.Violation;
import dev.tagout.platform.metrics.BoundedLabel;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts recorded decisions, by what they say and by the rules behind them. Part of the gate's way
 * to an answer: what was counted before is found without a lock.
 */
@ApplicationScoped
public class DecisionMeters {
  private static final String DECISIONS = "tagout.decisions";
  private static final String RULES = "tagout.decision.rules";

  /** The shipped pack has a few dozen, and a site adds some. */
  private static final int MOST_RULES = 200;

  private final MeterRegistry meters;
  private final BoundedLabel rules = new BoundedLabel(MOST_RULES);
  private final Map<Said, Counter> said = new ConcurrentHashMap<>();
  private final Map<Behind, Counter> behind = new ConcurrentHashMap<>();

  DecisionMeters(MeterRegistry meters) {
    this.meters = meters;
    // Those that an alert asks for are there before the first one, or it would not see it.
    counter(new Said(Point.POWER_ON, Outcome.INDETERMINATE, true));
    counter(new Said(Point.POWER_ON, Outcome.INDETERMINATE, false));
    counter(new Said(Point.POWER_ON, Outcome.DENIED, false));
  }

  private record Said(Point point, Outcome outcome, boolean admitted) {}

  private record Behind(Point point, Outcome outcome, String rule) {}

  /** A decision that is committed. */
  public void count(Decision decision) {
    counter(new Said(decision.point(), decision.outcome(), decision.admitted())).increment();
    decision.violations().stream()
        .filter(Violation::intendsDenial)
        .map(violation -> rules.of(violation.rule()))
        .distinct()
        .forEach(
            rule -> counter(new Behind(decision.point(), decision.outcome(), rule)).increment());
  }

  private Counter counter(Said key) {
    Counter known = said.get(key);
    return known != null
        ? known
        : said.computeIfAbsent(
            key,
            k ->
                Counter.builder(DECISIONS)
                    .description("Decisions that were recorded")
                    .tag("point", k.point().name())
                    .tag("outcome", k.outcome().name())
                    .tag("admitted", Boolean.toString(k.admitted()))
                    .register(meters));
  }

  private Counter counter(Behind key) {
    Counter known = behind.get(key);
    return known != null
        ? known
        : behind.computeIfAbsent(
            key,
            k ->
                Counter.builder(RULES)
                    .description("Decisions in which the rule stood against the VM")
                    .tag("point", k.point().name())
                    .tag("outcome", k.outcome().name())
                    .tag("rule", k.rule())
                    .register(meters));
  }
}
