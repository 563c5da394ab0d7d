package dev.tagout.policy.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Evaluates a pack that was compiled to WebAssembly inside of this process. An instance is not
 * thread-safe, so there are several and each is used by one caller at a time. An instance whose
 * evaluation failed or was stopped is thrown away.
 */
public final class WasmEngine implements PolicyEngine {
  private static final String ENTRY_POINT = "tagout/decision";

  private static final List<RegoBuiltin> BUILTINS =
      Stream.concat(RegoTime.builtins().stream(), Stream.of(RegoSprintf.builtin())).toList();

  private final Supplier<Instance> maker;
  private final Duration limit;
  private final BlockingQueue<Instance> idle = new LinkedBlockingQueue<>();

  /** An author waits for it: an edited rule is to be live in two seconds. */
  private static final Duration WARM_UP_AT_MOST = Duration.ofMillis(700);

  /** One caller's at a time. */
  private record Instance(RegoInstance policy, TimeLimit limit) {}

  /**
   * Compiles the module, which takes about two seconds on a cold machine, and loads all instances.
   *
   * @param wasm the module
   * @param data the bundle's data
   * @param instances how many evaluations may run at a time; as many as there are cores is best
   * @param limit how long an evaluation may take, and how long a caller waits for an instance
   * @throws RuntimeException when the module cannot be loaded
   */
  public WasmEngine(byte[] wasm, JsonNode data, int instances, Duration limit) {
    RegoModule module = new RegoModule(wasm);
    byte[] json = Json.bytes(data);
    this.limit = limit;
    this.maker =
        () -> new Instance(module.instance(ENTRY_POINT, json, BUILTINS), new TimeLimit(limit));
    IntStream.range(0, instances).mapToObj(i -> maker.get()).forEach(idle::add);
  }

  /**
   * Lets every instance evaluate the input so often that the first caller does not wait for the
   * JIT. To be called before anybody else uses the engine.
   *
   * @return the last answer, from which the caller sees whether the revision works at all
   */
  @Override
  public Evaluation warmUp(JsonNode input, int times) {
    List<Instance> all = new ArrayList<>();
    idle.drainTo(all);
    List<Evaluation> last =
        all.parallelStream().map(instance -> repeatedly(instance, input, times)).toList();
    idle.addAll(all);
    return last.stream()
        .filter(Evaluation.Undecided.class::isInstance)
        .findFirst()
        .orElseGet(last::getFirst);
  }

  private Evaluation repeatedly(Instance instance, JsonNode input, int times) {
    long until = System.nanoTime() + WARM_UP_AT_MOST.toNanos();
    Evaluation last = evaluate(instance, input);
    for (int i = 1;
        i < times && last instanceof Evaluation.Judged && System.nanoTime() < until;
        i++) {
      last = evaluate(instance, input);
    }
    return last;
  }

  @Override
  public Evaluation evaluate(JsonNode input) {
    Instance instance;
    try {
      instance = idle.poll(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Evaluation.Undecided("interrupted");
    }
    if (instance == null) {
      return new Evaluation.Undecided(
          "waited longer than " + millis() + " for other evaluations to end");
    }
    boolean usable = false;
    try {
      Evaluation evaluation = evaluate(instance, input);
      usable = evaluation instanceof Evaluation.Judged;
      return evaluation;
    } finally {
      idle.add(usable ? instance : another(instance));
    }
  }

  /** In place of one that failed; where none can be made, that one: fewer and fewer would hang. */
  private Instance another(Instance failed) {
    try {
      return maker.get();
    } catch (RuntimeException | Error e) {
      return failed;
    }
  }

  private Evaluation evaluate(Instance instance, JsonNode input) {
    byte[] text = Json.bytes(input);
    byte[] answer = null;
    Throwable failure = null;
    instance.limit.begin();
    try {
      answer = instance.policy.evaluate(text);
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      // Out of memory is one array, the instance's own, that does not grow any further.
      failure = e;
    }
    if (instance.limit.end()) {
      // It may have ended by itself at that very moment: then it took too long all the same.
      return new Evaluation.Undecided("the evaluation took longer than " + millis());
    }
    return failure == null ? read(answer) : failed(failure);
  }

  private static Evaluation read(byte[] answer) {
    try {
      JsonNode result = Json.tree(answer).path(0).path("result");
      return result.isObject()
          ? EvaluationResult.read(result)
          : new Evaluation.Undecided("the policies gave no answer");
    } catch (ContractViolation e) {
      return failed(e);
    }
  }

  private static Evaluation failed(Throwable e) {
    String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    return new Evaluation.Undecided(
        "the evaluation failed: " + e.getClass().getSimpleName() + " " + reason);
  }

  private String millis() {
    return limit.toMillis() + " ms";
  }

  /** Nothing to do: an instance is memory, and goes with its last user. */
  @Override
  public void close() {
    idle.clear();
  }
}
