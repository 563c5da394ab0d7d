package dev.tagout.lab.world;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
  private final Optional<Path> site;
  private final Path bundle;

  PolicyBundle(WorldSettings settings) {
    this.program = settings.checkout().root().resolve("policies").resolve("build");
    this.policies = settings.policies();
    this.site = settings.site();
    this.bundle = settings.bundle();
  }

  Build build() {
    try {
      Files.createDirectories(bundle.getParent());
      var made = bundle.resolveSibling("made.tar.gz");
      var command = new ArrayList<String>();
      command.add(program.toString());
      site.ifPresent(directory -> command.addAll(List.of("--site", directory.toString())));
      command.addAll(List.of(made.toString(), policies.toString()));
      var process = new ProcessBuilder(command).start();
      // Both are short; what does not fit into a pipe's buffer is no revision.
      var complaint = read(process.getErrorStream().readAllBytes());
      var revision = read(process.getInputStream().readAllBytes());
      if (process.waitFor() != 0) {
        return new Build.Refused((complaint + "\n" + revision).strip());
      }
      put(made);
      return new Build.Built(revision);
    } catch (IOException e) {
      return new Build.Refused(e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Build.Refused("interrupted");
    }
  }

  /** The same again is no news: a revision that somebody returned to stays. */
  private void put(Path made) throws IOException {
    if (Files.exists(bundle) && Files.mismatch(made, bundle) < 0) {
      Files.delete(made);
    } else {
      Files.move(made, bundle, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static String read(byte[] output) {
    return new String(output, StandardCharsets.UTF_8).strip();
  }

  /** Differs when a file was added, removed or written. */
  String fingerprint() {
    try {
      return stateOfAll(policies) + (site.isPresent() ? stateOfAll(site.get()) : "");
    } catch (IOException | UncheckedIOException e) {
      // A file went away while we looked: the next look will see.
      return "";
    }
  }

  private static String stateOfAll(Path directory) throws IOException {
    try (var files = Files.walk(directory)) {
      return files
          .filter(Files::isRegularFile)
          .sorted()
          .map(PolicyBundle::stateOf)
          .collect(Collectors.joining("\n"));
    }
  }

  private static String stateOf(Path file) {
    var state = file.toFile();
    return file + " " + state.lastModified() + " " + state.length();
  }
}
