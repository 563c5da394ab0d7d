package dev.tagout.lab.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A disk that can be full without harm to anybody else: an ext4 file system in a file. What is
 * flushed to it goes to the real disk. Only root may mount one.
 */
final class SmallDisk implements AutoCloseable {
  /** Sparse: it takes as much of the real disk as is written. */
  private static final String SIZE = "3G";

  private final Path directory;
  private final Path ballast;

  private SmallDisk(Path directory) {
    this.directory = directory;
    this.ballast = directory.resolve("ballast");
  }

  /**
   * Mounts a new and empty one.
   *
   * @return empty where that is not possible
   */
  static Optional<SmallDisk> at(Path directory) throws InterruptedException {
    Path image = directory.resolveSibling(directory.getFileName() + ".img");
    try {
      Files.createDirectories(directory);
      Files.deleteIfExists(image);
      boolean mounted =
          run("truncate", "-s", SIZE, image.toString())
              && run("mkfs.ext4", "-q", "-F", "-m", "0", image.toString())
              && run("mount", "-o", "loop", image.toString(), directory.toString());
      if (!mounted) {
        Files.deleteIfExists(image);
        return Optional.empty();
      }
      // PostgreSQL wants its directory empty.
      Files.delete(directory.resolve("lost+found"));
      return Optional.of(new SmallDisk(directory));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Takes away one that a run left which was killed. */
  static void takeAway(Path directory) throws InterruptedException {
    if (Files.isDirectory(directory)) {
      run("umount", directory.toString());
    }
  }

  /** Not a byte is free until {@link #free()}. */
  void fill() throws InterruptedException {
    try {
      long left = Files.getFileStore(directory).getUsableSpace();
      run("fallocate", "-l", String.valueOf(left), ballast.toString());
      // What was freed or kept back meanwhile.
      run("dd", "if=/dev/zero", "of=" + ballast + ".rest", "bs=4096", "count=100000");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void free() {
    try {
      Files.deleteIfExists(ballast);
      Files.deleteIfExists(Path.of(ballast + ".rest"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whoever uses it must have ended. */
  @Override
  public void close() {
    Farewell.undisturbed(() -> run("umount", directory.toString()));
  }

  private static boolean run(String... command) throws InterruptedException {
    try {
      Process process = new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
      process.getInputStream().readAllBytes();
      return process.waitFor() == 0;
    } catch (IOException e) {
      // There is no such program here.
      return false;
    }
  }
}
