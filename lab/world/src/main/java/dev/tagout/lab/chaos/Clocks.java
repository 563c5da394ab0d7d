package dev.tagout.lab.chaos;

import dev.tagout.lab.world.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Clocks that can be put wrong while a program runs: libfaketime, loaded into its process, reads
 * from a file how far. The monotonic clock stays as it is, as with a time of day that somebody
 * sets.
 */
final class Clocks {
  private static final String LIBRARY = "faketime/libfaketimeMT.so.1";

  /** libfaketime looks at its file once a second. */
  private static final Duration UNTIL_NOTICED = Duration.ofMillis(1100);

  private static final List<Program> CAN_BE_WRONG =
      List.of(Program.POLICY_EVALUATION, Program.REMEDIATION);

  private final Path library;
  private final Path directory;

  private Clocks(Path library, Path directory) {
    this.library = library;
    this.directory = directory;
    CAN_BE_WRONG.forEach(this::heal);
  }

  /**
   * All of them are right at first.
   *
   * @param directory for the files, which is made
   * @return empty where the machine has no libfaketime
   */
  static Optional<Clocks> at(Path directory) {
    try (DirectoryStream<Path> places = Files.newDirectoryStream(Path.of("/usr/lib"))) {
      for (Path place : places) {
        Path library = place.resolve(LIBRARY);
        if (Files.exists(library)) {
          Files.createDirectories(directory);
          return Optional.of(new Clocks(library, directory));
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What each program has to be started with. */
  Map<Program, Map<String, String>> environments() {
    Map<Program, Map<String, String>> environments = new EnumMap<>(Program.class);
    for (Program program : CAN_BE_WRONG) {
      environments.put(
          program,
          Map.of(
              "LD_PRELOAD",
              library.toString(),
              "FAKETIME_TIMESTAMP_FILE",
              file(program).toString(),
              "FAKETIME_CACHE_DURATION",
              "1",
              "FAKETIME_DONT_FAKE_MONOTONIC",
              "1",
              // With it each wait of a thread, which a JVM measures by the monotonic clock, is a
              // loop that asks for the time: a service does not come up in two minutes.
              "FAKETIME_FORCE_MONOTONIC_FIX",
              "0"));
    }
    return environments;
  }

  /** Comes back when the program has noticed. */
  void shift(Program program, Duration by) throws InterruptedException {
    write(program, by);
    Thread.sleep(UNTIL_NOTICED);
  }

  /** Its clock is right from the next second on. */
  void heal(Program program) {
    write(program, Duration.ZERO);
  }

  private void write(Program program, Duration by) {
    try {
      Path file = directory.resolve(program + ".new");
      Files.writeString(file, "%+d%n".formatted(by.toSeconds()));
      // At once, or what is read may be half of it.
      Files.move(file, file(program), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path file(Program program) {
    return directory.resolve(program.toString());
  }
}
