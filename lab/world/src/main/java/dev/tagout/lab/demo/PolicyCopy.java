package dev.tagout.lab.demo;

import dev.tagout.lab.fleet.UnexpectedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.stream.Stream;

/** A copy of the policies that the story may edit. */
final class PolicyCopy {
  private final Path directory;

  private PolicyCopy(Path directory) {
    this.directory = directory;
  }

  static PolicyCopy of(Path policies, Path directory) {
    try {
      clear(directory);
      Files.walkFileTree(
          policies,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path source, BasicFileAttributes attributes)
                throws IOException {
              Files.createDirectories(target(source));
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path source, BasicFileAttributes attributes)
                throws IOException {
              Files.copy(
                  source,
                  target(source),
                  StandardCopyOption.REPLACE_EXISTING,
                  StandardCopyOption.COPY_ATTRIBUTES);
              return FileVisitResult.CONTINUE;
            }

            private Path target(Path source) {
              return directory.resolve(policies.relativize(source));
            }
          });
      return new PolicyCopy(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What an earlier copy had and this one has not would be policy, too. */
  private static void clear(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  Path directory() {
    return directory;
  }

  /** Edits a parameter of a rule as an author would, in the file. */
  void edit(String rule, String from, String to) {
    Path file = directory.resolve("parameters/rules/" + rule + "/data.yaml");
    try {
      String text = Files.readString(file);
      UnexpectedException.unless(text.contains(from), file + " does not say " + from);
      Files.writeString(file, text.replace(from, to));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
