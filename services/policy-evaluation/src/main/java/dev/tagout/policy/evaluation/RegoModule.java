package dev.tagout.policy.evaluation;

import com.dylibso.chicory.compiler.MachineFactoryCompiler;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Machine;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import java.util.List;
import java.util.function.Function;

/**
 * A pack in WebAssembly, read and compiled once. Its instances share the classes, and with them all
 * that the JIT learns: OPA's library compiles each instance anew, which on two cores is half of
 * what a start of the service costs.
 */
final class RegoModule {
  private final WasmModule module;
  private final Function<Instance, Machine> machines;

  /**
   * @throws RuntimeException when it is no module that could run
   */
  RegoModule(byte[] wasm) {
    module = Parser.parse(wasm);
    machines = MachineFactoryCompiler.compile(module);
  }

  /**
   * An instance of its own memory.
   *
   * @param data the bundle's data, as JSON
   * @param builtins what the module may ask for; what it asks for beside it fails when it is called
   * @throws RuntimeException when the module is none of OPA's, lacks the entry point, or its start
   *     fails
   */
  RegoInstance instance(String entryPoint, byte[] data, List<RegoBuiltin> builtins) {
    return new RegoInstance(
        imports ->
            Instance.builder(module)
                .withImportValues(imports.toImportValues())
                .withMemoryFactory(limits -> imports.env().memory())
                .withMachineFactory(machines)
                .build(),
        entryPoint,
        data,
        builtins);
  }
}
