package dev.tagout.lab.infrastructure;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a Java program is started: with the JDK that runs us, quickly and with little memory.
 *
 * @param heap as {@code -Xmx} wants it, such as {@code 256m}
 * @param jit how far the compiler goes
 * @param classArchive where the JVM keeps its loaded classes from one start to the next; the file
 *     is made at the end of the first run, in a directory that must be there. Saves a quarter to a
 *     half of the processor time of a start. For one process at a time
 * @param program the class path and the main class, or the jar
 * @param arguments what the program itself is given
 */
public record JavaCommand(
    String heap,
    Jit jit,
    Optional<Path> classArchive,
    List<String> program,
    List<String> arguments) {

  /** What is paid for when the program starts, and what when it is busy. */
  public enum Jit {
    /** Compiles soon and little: for what mostly waits. */
    QUICK("-XX:TieredStopAtLevel=1"),
    /**
     * As far as it goes, but five times later than by default: for what must be fast under load,
     * and ready soon. On two cores the thorough compiler takes a third of a start, while the start
     * waits.
     */
    FULL(
        "-XX:Tier4InvocationThreshold=25000",
        "-XX:Tier4MinInvocationThreshold=3000",
        "-XX:Tier4CompileThreshold=75000",
        "-XX:Tier4BackEdgeThreshold=200000");

    private final List<String> options;

    Jit(String... options) {
      this.options = List.of(options);
    }
  }

  public JavaCommand {
    program = List.copyOf(program);
    arguments = List.copyOf(arguments);
  }

  /** The command, to be started now: an archive of an older build is thrown away. */
  public List<String> line() {
    var line = new ArrayList<String>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.add("-Xmx" + heap);
    line.add("-XX:+UseSerialGC");
    // Adapters speak to native libraries; JDK 24 and later warn of it otherwise.
    line.add("--enable-native-access=ALL-UNNAMED");
    line.addAll(jit.options);
    classArchive
        .map(ClassArchive::new)
        .ifPresent(
            archive -> {
              archive.forgetIfOlderThan(program);
              line.addAll(archive.options());
            });
    line.addAll(program);
    line.addAll(arguments);
    return List.copyOf(line);
  }
}
