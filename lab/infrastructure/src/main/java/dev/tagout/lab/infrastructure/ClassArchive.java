package dev.tagout.lab.infrastructure;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where a JVM keeps its loaded classes from one start to the next. A JVM of JDK 25 does not use an
 * archive of other jars, and does not replace it either, so one that is older than a jar of its
 * program has to go.
 */
final class ClassArchive {
  private final Path file;

  ClassArchive(Path file) {
    this.file = file;
  }

  /**
   * Throws it away when it is of an older build.
   *
   * @param program the class path and the main class, or the jar, with options before them
   */
  void forgetIfOlderThan(List<String> program) {
    try {
      if (!Files.exists(file)) {
        return;
      }
      FileTime made = Files.getLastModifiedTime(file);
      for (Path jar : jars(program)) {
        if (Files.exists(jar) && Files.getLastModifiedTime(jar).compareTo(made) > 0) {
          Files.delete(file);
          return;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be looked at", e);
    }
  }

  /** The options with which it is used, or made at the end. */
  List<String> options() {
    return List.of(
        "-XX:SharedArchiveFile=" + file,
        "-XX:+AutoCreateSharedArchive",
        // That it cannot be used is no error, and nobody needs to hear of it.
        "-Xlog:disable",
        "-Xlog:all=error:stderr",
        "-Xlog:cds*=off:stderr");
  }

  private static List<Path> jars(List<String> program) {
    return Stream.of("-jar", "-cp")
        .map(program::indexOf)
        .filter(at -> at >= 0 && at + 1 < program.size())
        .flatMap(at -> Arrays.stream(program.get(at + 1).split(File.pathSeparator)))
        .map(Path::of)
        .toList();
  }
}
