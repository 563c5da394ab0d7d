package dev.tagout.policy.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.platform.metrics.Buckets;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;

/** Measures how long an engine takes. What warms it up does not count. */
final class MeteredEngine implements PolicyEngine {
  private final PolicyEngine engine;
  private final Timer judged;
  private final Timer undecided;

  MeteredEngine(PolicyEngine engine, PolicyEngines.Kind kind, MeterRegistry meters) {
    this.engine = engine;
    this.judged = timer(kind, "judged", meters);
    this.undecided = timer(kind, "undecided", meters);
  }

  private static Timer timer(PolicyEngines.Kind kind, String result, MeterRegistry meters) {
    return Buckets.ANSWER
        .timer("tagout.engine.evaluation", "Evaluations of the policies, whoever asked")
        .tag("engine", kind.name().toLowerCase(Locale.ROOT))
        .tag("result", result)
        .register(meters);
  }

  @Override
  public Evaluation evaluate(JsonNode input) {
    long begin = System.nanoTime();
    Evaluation evaluation = engine.evaluate(input);
    Duration took = Duration.ofNanos(System.nanoTime() - begin);
    switch (evaluation) {
      case Evaluation.Judged none -> judged.record(took);
      case Evaluation.Undecided none -> undecided.record(took);
    }
    return evaluation;
  }

  @Override
  public Evaluation warmUp(JsonNode input, int times) {
    return engine.warmUp(input, times);
  }

  @Override
  public void close() {
    engine.close();
  }
}
