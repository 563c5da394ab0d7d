package dev.tagout.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.contracts.json.Json;
import dev.tagout.policy.evaluation.Evaluation;
import dev.tagout.policy.evaluation.OpaServerEngine;
import dev.tagout.policy.evaluation.PolicyEngine;
import dev.tagout.policy.evaluation.WasmEngine;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** One evaluation of the whole pack, by one caller, from an input tree to violations. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 3)
@Measurement(iterations = 5, time = 3)
public class EngineBenchmark {
  /** What {@link EngineBench} has prepared: the bundle, inputs by name, and where OPA listens. */
  static final String STAGE = "tagout.bench.stage";

  static final String OPA = "tagout.bench.opa";

  @Param({"wasm", "opa"})
  public String engine;

  @Param({"fit", "violations"})
  public String input;

  private PolicyEngine policies;
  private JsonNode review;

  @Setup
  public void load() throws IOException {
    Path stage = Path.of(System.getProperty(STAGE));
    PackFiles pack = PackFiles.read(stage.resolve("wasm.tar.gz"));
    policies =
        switch (engine) {
          case "wasm" -> new WasmEngine(pack.wasm(), pack.data(), 1, Duration.ofSeconds(10));
          case "opa" ->
              new OpaServerEngine(
                  new LoopbackOpa(URI.create(System.getProperty(OPA))),
                  "bench",
                  pack.modules(),
                  pack.data());
          default -> throw new IllegalArgumentException(engine);
        };
    review = Json.tree(Files.readAllBytes(stage.resolve(input + ".json")));
    int violations =
        switch (policies.evaluate(review)) {
          case Evaluation.Judged judged -> judged.violations().size();
          case Evaluation.Undecided undecided ->
              throw new IllegalStateException("not judged: " + undecided.reason());
        };
    if (input.equals("fit") != (violations == 0)) {
      throw new IllegalStateException(input + " has " + violations + " violations");
    }
    System.out.println(input + ": violations " + violations);
  }

  @TearDown
  public void close() {
    policies.close();
  }

  @Benchmark
  public Evaluation evaluate() {
    return policies.evaluate(review);
  }
}
