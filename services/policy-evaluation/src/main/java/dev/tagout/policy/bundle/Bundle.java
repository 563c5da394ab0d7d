package dev.tagout.policy.bundle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.json.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * A policy bundle as {@code opa build -t wasm} makes it: a gzipped tar of {@code policy.wasm},
 * {@code data.json} and {@code .manifest} (OPA's documentation, "Bundle File Format").
 *
 * @param revision from the manifest
 */
record Bundle(String revision, byte[] wasm, JsonNode data) {
  /** A bundle of this many bytes and more, packed or unpacked, is none of ours. */
  static final int MAX_BYTES = 32 * 1024 * 1024;

  private static final int MAX_ENTRIES = 10_000;

  /**
   * @throws ContractViolation that names what is missing or malformed
   */
  static Bundle read(byte[] archive) {
    byte[] wasm = null;
    JsonNode data = JsonNodeFactory.instance.objectNode();
    JsonNode manifest = null;
    long left = MAX_BYTES;
    int entries = 0;
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new GZIPInputStream(new ByteArrayInputStream(archive)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (++entries > MAX_ENTRIES) {
          throw new ContractViolation("bundle", "has more than " + MAX_ENTRIES + " files");
        }
        byte[] content = tar.readNBytes((int) left + 1);
        left -= content.length;
        if (left < 0) {
          throw new ContractViolation("bundle", "is larger than " + MAX_BYTES + " bytes unpacked");
        }
        switch (entry.getName().replaceFirst("^\\.?/", "")) {
          case "policy.wasm" -> wasm = content;
          case "data.json" -> data = Json.tree(content);
          case ".manifest" -> manifest = Json.tree(content);
          default -> {
            // Rego and signatures: not needed to evaluate.
          }
        }
      }
    } catch (IOException e) {
      throw new ContractViolation("bundle", "is no gzipped tar: " + e.getMessage());
    }
    if (wasm == null) {
      throw new ContractViolation("bundle", "has no policy.wasm: build it with target wasm");
    }
    String revision = manifest == null ? "" : manifest.path("revision").asText("");
    if (revision.isBlank()) {
      throw new ContractViolation("bundle", "has no revision in its .manifest");
    }
    return new Bundle(revision, wasm, data);
  }
}
