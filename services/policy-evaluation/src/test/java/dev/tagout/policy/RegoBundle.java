package dev.tagout.policy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Builds a bundle of one module, {@code package tagout}, by the real OPA. */
public final class RegoBundle {
  private RegoBundle() {}

  /**
   * @param rego with {@code decision}, the entry point, and {@code answer}
   */
  public static Path of(Path directory, String rego) {
    Path root = Path.of(System.getProperty("tagout.root"));
    try {
      Path source = Files.createDirectories(directory.resolve("source"));
      Files.writeString(source.resolve("decision.rego"), rego);
      Files.writeString(source.resolve(".manifest"), "{\"roots\":[\"tagout\"],\"rego_version\":1}");
      Path bundle = directory.resolve("bundle.tar.gz");
      Process build =
          new ProcessBuilder(
                  OpaProcess.program(),
                  "build",
                  "--bundle",
                  source.toString(),
                  "--target",
                  "wasm",
                  "--entrypoint",
                  "tagout/decision",
                  "--capabilities",
                  root.resolve("policies/capabilities.json").toString(),
                  "--revision",
                  "test",
                  "--output",
                  bundle.toString())
              .inheritIO()
              .start();
      if (!build.waitFor(1, TimeUnit.MINUTES) || build.exitValue() != 0) {
        throw new IllegalStateException("opa build failed");
      }
      return bundle;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
