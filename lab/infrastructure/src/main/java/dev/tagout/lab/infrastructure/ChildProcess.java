package dev.tagout.lab.infrastructure;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A program that lives no longer than this JVM, even when this JVM is killed.
 *
 * <p>It does not hear Ctrl-C: the terminal sends that to all of us at once, and it is for the
 * parent to say in which order they stop.
 */
public final class ChildProcess implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final String name;
  private final Path log;

  /** In bytes: what is before is of others that wrote into the log. */
  private final long logBegins;

  private final Process process;
  private volatile boolean paused;

  private ChildProcess(String name, Path log, long logBegins, Process process) {
    this.name = name;
    this.log = log;
    this.logBegins = logBegins;
    this.process = process;
  }

  /** Starts it with standard output and standard error appended to the log. */
  public static ChildProcess start(
      String name, List<String> command, Map<String, String> environment, Path log) {
    return start(name, command, environment, log, Redirect.appendTo(log.toFile()));
  }

  /**
   * Starts it with standard output left to {@link #outputReader()}, and standard error in the log.
   */
  static ChildProcess startTalking(String name, List<String> command, Path log) {
    return start(name, command, Map.of(), log, Redirect.PIPE);
  }

  private static ChildProcess start(
      String name,
      List<String> command,
      Map<String, String> environment,
      Path log,
      Redirect output) {
    var line = new ArrayList<>(List.of("sh", "-c", "trap '' INT HUP; exec \"$@\"", name));
    line.addAll(command);
    var builder = new ProcessBuilder(line);
    builder.environment().putAll(environment);
    builder.redirectOutput(output);
    builder.redirectError(Redirect.appendTo(log.toFile()));
    try {
      Files.createDirectories(log.getParent());
      var logBegins = Files.exists(log) ? Files.size(log) : 0;
      var process = builder.start();
      Keeper.current().keep(process.toHandle(), Keeper.Signal.TERM);
      return new ChildProcess(name, log, logBegins, process);
    } catch (IOException e) {
      throw new UncheckedIOException("%s does not start".formatted(name), e);
    }
  }

  public String name() {
    return name;
  }

  public Path log() {
    return log;
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  public long pid() {
    return process.pid();
  }

  BufferedReader outputReader() {
    return process.inputReader(StandardCharsets.UTF_8);
  }

  /** Completes with the exit status, when it has ended for whatever reason. */
  public CompletableFuture<Integer> onExit() {
    return process.onExit().thenApply(Process::exitValue);
  }

  /** The end of what its log has since its start, oldest line first. */
  public List<String> lastLines(int count) {
    try (var in = Files.newInputStream(log)) {
      in.skipNBytes(logBegins);
      // Some programs write what is no UTF-8.
      var all = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
      return all.subList(Math.max(0, all.size() - count), all.size());
    } catch (IOException e) {
      return List.of(log + ": " + e.getMessage());
    }
  }

  /** Ends it at once, as a crash does. */
  public void kill() {
    process.destroyForcibly();
    await();
  }

  /** Lets it stand still, as a long pause of its garbage collector or of its machine does. */
  public void pause() {
    paused = true;
    signal("STOP");
  }

  /** Lets it go on. Does nothing when it was not paused, or has ended. */
  public void resume() {
    signal("CONT");
    paused = false;
  }

  private void signal(String signal) {
    if (!isAlive()) {
      return;
    }
    try {
      new ProcessBuilder("kill", "-" + signal, String.valueOf(pid())).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException("%s cannot be sent %s".formatted(name, signal), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Asks it to end, and ends it when it does not within 30 seconds. May be called twice. */
  @Override
  public void close() {
    process.destroy();
    if (paused) {
      resume();
    }
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        kill();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private void await() {
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
