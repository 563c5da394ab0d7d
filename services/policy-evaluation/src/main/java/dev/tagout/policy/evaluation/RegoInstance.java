package dev.tagout.policy.evaluation;

import com.dylibso.chicory.runtime.ByteArrayMemory;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import com.fasterxml.jackson.databind.JsonNode;
import com.styra.opa.wasm.OpaWasm_Env;
import com.styra.opa.wasm.OpaWasm_ModuleExports;
import com.styra.opa.wasm.OpaWasm_ModuleImports;
import dev.tagout.contracts.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * One memory of a {@link RegoModule}, for one caller at a time. Speaks OPA's binary interface from
 * version 1.3 on (<a href="https://www.openpolicyagent.org/docs/wasm">docs</a>): data are read
 * once, and each evaluation begins with the heap as it was then.
 */
final class RegoInstance implements OpaWasm_ModuleImports, OpaWasm_Env {
  private static final int ABI_VERSION = 1;
  private static final int ABI_MINOR_VERSION = 3;

  /** In pages of 64 KiB. A policy must not eat the heap. */
  private static final int PAGES_AT_FIRST = 10;

  private static final int PAGES_AT_MOST = 2048;

  /** {@code opa_eval}: the answer as JSON. */
  private static final int AS_JSON = 0;

  private static final int RESERVED = 0;

  private final Memory memory =
      new ByteArrayMemory(new MemoryLimits(PAGES_AT_FIRST, PAGES_AT_MOST));
  private final OpaWasm_ModuleExports module;
  private final Map<Integer, RegoBuiltin> builtins = new HashMap<>();
  private final int entryPoint;
  private final int data;

  /** Where the heap ends that holds the data. */
  private final int heap;

  RegoInstance(
      Function<OpaWasm_ModuleImports, Instance> maker,
      String entryPoint,
      byte[] data,
      List<RegoBuiltin> builtins) {
    module = new OpaWasm_ModuleExports(maker.apply(this));
    requireKnownInterface();
    Map<String, Integer> numbers = numbers(module.builtins());
    for (RegoBuiltin builtin : builtins) {
      Integer number = numbers.get(builtin.name());
      if (number != null) {
        this.builtins.put(number, builtin);
      }
    }
    Integer entry = numbers(module.entrypoints()).get(entryPoint);
    if (entry == null) {
      throw new IllegalArgumentException("no entry point " + entryPoint);
    }
    this.entryPoint = entry;
    this.data = read(data);
    this.heap = aligned(module.opaHeapPtrGet());
  }

  private void requireKnownInterface() {
    long version = module.opaWasmAbiVersion().getValue();
    long minor = module.opaWasmAbiMinorVersion().getValue();
    if (version != ABI_VERSION || minor < ABI_MINOR_VERSION) {
      throw new IllegalArgumentException(
          "binary interface %d.%d, supported is %d.%d"
              .formatted(version, minor, ABI_VERSION, ABI_MINOR_VERSION));
    }
  }

  /**
   * Judges an input.
   *
   * @param input JSON, in UTF-8
   * @return the set of results, as JSON
   * @throws RuntimeException when the policies or a built-in fail, memory is exceeded, or the
   *     thread is interrupted. The instance must not be used any more then
   */
  byte[] evaluate(byte[] input) {
    makeRoom(heap + input.length);
    memory.write(heap, input);
    int result =
        module.opaEval(
            RESERVED, entryPoint, data, heap, input.length, aligned(heap + input.length), AS_JSON);
    return text(result);
  }

  private void makeRoom(int end) {
    long missing = (long) end - (long) memory.pages() * Memory.PAGE_SIZE;
    if (missing > 0
        && memory.grow(Math.toIntExact(Math.ceilDiv(missing, Memory.PAGE_SIZE))) == -1) {
      throw new IllegalStateException("more memory than an evaluation may have");
    }
  }

  /** What the module allocates lies on a multiple of eight, as its own allocator has it. */
  private static int aligned(int address) {
    return (address + 7) & ~7;
  }

  private int read(byte[] json) {
    int text = module.opaMalloc(json.length);
    memory.write(text, json);
    int value = module.opaJsonParse(text, json.length);
    module.opaFree(text);
    if (value == 0) {
      throw new IllegalArgumentException("what the module is given is no JSON that it can read");
    }
    return value;
  }

  private JsonNode value(int address) {
    int text = module.opaJsonDump(address);
    JsonNode value = Json.tree(text(text));
    module.opaFree(text);
    return value;
  }

  private Map<String, Integer> numbers(int address) {
    Map<String, Integer> numbers = new HashMap<>();
    value(address)
        .properties()
        .forEach(one -> numbers.put(one.getKey(), one.getValue().intValue()));
    return numbers;
  }

  /** The bytes up to the zero that ends them. */
  private byte[] text(int address) {
    int end = address;
    while (memory.read(end) != 0) {
      end++;
    }
    return memory.readBytes(address, end - address);
  }

  @Override
  public OpaWasm_Env env() {
    return this;
  }

  @Override
  public Memory memory() {
    return memory;
  }

  @Override
  public void opaAbort(int message) {
    throw new IllegalStateException(new String(text(message), StandardCharsets.UTF_8));
  }

  @Override
  public int opaBuiltin0(int number, int context) {
    return call(number);
  }

  @Override
  public int opaBuiltin1(int number, int context, int a) {
    return call(number, a);
  }

  @Override
  public int opaBuiltin2(int number, int context, int a, int b) {
    return call(number, a, b);
  }

  @Override
  public int opaBuiltin3(int number, int context, int a, int b, int c) {
    return call(number, a, b, c);
  }

  @Override
  public int opaBuiltin4(int number, int context, int a, int b, int c, int d) {
    return call(number, a, b, c, d);
  }

  private int call(int number, int... arguments) {
    RegoBuiltin builtin = builtins.get(number);
    if (builtin == null) {
      throw new IllegalStateException("the policies call a built-in that does not exist here");
    }
    List<JsonNode> values = java.util.Arrays.stream(arguments).mapToObj(this::value).toList();
    return read(Json.bytes(builtin.body().apply(values)));
  }
}
