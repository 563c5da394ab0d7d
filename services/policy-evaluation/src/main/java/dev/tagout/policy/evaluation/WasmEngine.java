package dev.tagout.policy.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import com.styra.opa.wasm.OpaPolicy;
import dev.tagout.contracts.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Evaluates a pack that was compiled to WebAssembly inside of this process. An instance is not
 * thread-safe, so there are several and each is used by one caller at a time. The library's own
 * pool does not serve: it makes an instance forget its data when it is given back, and without
 * parameters the rules judge differently. An instance whose evaluation failed is thrown away.
 */
public final class WasmEngine implements PolicyEngine {
  private static final String ENTRY_POINT = "tagout/decision";

  private final Supplier<OpaPolicy> maker;
  private final BlockingQueue<OpaPolicy> idle = new LinkedBlockingQueue<>();

  /**
   * Loads all instances, which takes about a second each on a cold machine.
   *
   * @param wasm the module
   * @param data the bundle's data
   * @param instances how many evaluations may run at a time; as many as there are cores is best
   * @throws RuntimeException when the module cannot be loaded
   */
  public WasmEngine(byte[] wasm, JsonNode data, int instances) {
    String json = Json.text(data);
    this.maker =
        () ->
            OpaPolicy.builder()
                .withPolicy(wasm)
                .addBuiltins(RegoTime.builtins())
                .build()
                .data(json)
                .entrypoint(ENTRY_POINT);
    IntStream.range(0, instances).parallel().mapToObj(i -> maker.get()).forEach(idle::add);
  }

  /**
   * Lets every instance evaluate the input so often that the first caller does not wait for the
   * JIT. To be called before anybody else uses the engine.
   *
   * @return the last answer, from which the caller sees whether the revision works at all
   */
  public Evaluation warmUp(JsonNode input, int times) {
    List<OpaPolicy> all = new ArrayList<>();
    idle.drainTo(all);
    List<Evaluation> last =
        all.parallelStream().map(policy -> repeatedly(policy, input, times)).toList();
    idle.addAll(all);
    return last.stream()
        .filter(Evaluation.Undecided.class::isInstance)
        .findFirst()
        .orElseGet(last::getFirst);
  }

  private static Evaluation repeatedly(OpaPolicy policy, JsonNode input, int times) {
    Evaluation last = evaluate(policy, input);
    for (int i = 1; i < times && last instanceof Evaluation.Judged; i++) {
      last = evaluate(policy, input);
    }
    return last;
  }

  @Override
  public Evaluation evaluate(JsonNode input) {
    OpaPolicy policy;
    try {
      policy = idle.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Evaluation.Undecided("interrupted");
    }
    boolean usable = false;
    try {
      Evaluation evaluation = evaluate(policy, input);
      usable = evaluation instanceof Evaluation.Judged;
      return evaluation;
    } finally {
      idle.add(usable ? policy : another(policy));
    }
  }

  /** In place of one that failed; where none can be made, that one: fewer and fewer would hang. */
  private OpaPolicy another(OpaPolicy failed) {
    try {
      return maker.get();
    } catch (RuntimeException e) {
      return failed;
    }
  }

  private static Evaluation evaluate(OpaPolicy policy, JsonNode input) {
    try {
      JsonNode results =
          Json.tree(policy.evaluate(Json.text(input)).getBytes(StandardCharsets.UTF_8));
      JsonNode result = results.path(0).path("result");
      return result.isObject()
          ? EvaluationResult.read(result)
          : new Evaluation.Undecided("the policies gave no answer");
    } catch (RuntimeException | StackOverflowError e) {
      String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      return new Evaluation.Undecided(
          "the evaluation failed: " + e.getClass().getSimpleName() + " " + reason);
    }
  }

  /** Nothing to do: an instance is memory, and goes with its last user. */
  @Override
  public void close() {
    idle.clear();
  }
}
