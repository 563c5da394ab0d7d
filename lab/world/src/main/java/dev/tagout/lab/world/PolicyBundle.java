package dev.tagout.lab.world;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** The policy directory, as a bundle that the service reads. */
final class PolicyBundle {

  /** What came of an attempt. */
  sealed interface Build {
    record Built(String revision) implements Build {}

    /** The bundle from before, if any, is still in its place. */
    record Refused(String why) implements Build {}
  }

  private final Path program;
  private final Path policies;
  private final Path bundle;

  PolicyBundle(WorldSettings settings) {
    this.program = settings.checkout().root().resolve("policies").resolve("build");
    this.policies = settings.policies();
    this.bundle = settings.bundle();
  }

  Build build() {
    try {
      Files.createDirectories(bundle.getParent());
      var process =
          new ProcessBuilder(program.toString(), bundle.toString(), policies.toString()).start();
      // Both are short; what does not fit into a pipe's buffer is no revision.
      var complaint = read(process.getErrorStream().readAllBytes());
      var revision = read(process.getInputStream().readAllBytes());
      return process.waitFor() == 0
          ? new Build.Built(revision)
          : new Build.Refused((complaint + "\n" + revision).strip());
    } catch (IOException e) {
      return new Build.Refused(e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Build.Refused("interrupted");
    }
  }

  private static String read(byte[] output) {
    return new String(output, StandardCharsets.UTF_8).strip();
  }

  /** Differs when a file was added, removed or written. */
  String fingerprint() {
    try (var files = Files.walk(policies)) {
      return files
          .filter(Files::isRegularFile)
          .sorted()
          .map(PolicyBundle::stateOf)
          .collect(Collectors.joining("\n"));
    } catch (IOException | UncheckedIOException e) {
      // A file went away while we looked: the next look will see.
      return "";
    }
  }

  private static String stateOf(Path file) {
    var state = file.toFile();
    return file + " " + state.lastModified() + " " + state.length();
  }
}
