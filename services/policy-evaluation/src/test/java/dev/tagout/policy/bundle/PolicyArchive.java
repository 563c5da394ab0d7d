package dev.tagout.policy.bundle;

import dev.tagout.policy.evaluation.WasmEngine;

/** Opens a bundle for tests of other packages. */
public final class PolicyArchive {
  private PolicyArchive() {}

  public static WasmEngine engine(byte[] archive) {
    Bundle bundle = Bundle.read(archive);
    return new WasmEngine(bundle.wasm().orElseThrow(), bundle.data(), 1);
  }
}
