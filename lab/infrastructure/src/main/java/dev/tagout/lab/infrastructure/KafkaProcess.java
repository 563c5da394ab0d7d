package dev.tagout.lab.infrastructure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A Kafka broker in a JVM of its own, on loopback: its classes are newer than the Kafka clients of
 * the services, so the two cannot share one.
 *
 * <p>It can be stopped and started again, on the same port and with the same data, to see what an
 * outage does.
 */
public final class KafkaProcess implements KafkaServer, AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String MAIN_CLASS = "dev.tagout.lab.kafka.Broker";
  private static final String READY = "ready";

  private final String classPath;
  private final int port;
  private final Path data;
  private final Path log;
  private final Optional<Path> classArchive;

  private final Optional<Detour> detour;

  private Optional<ChildProcess> broker = Optional.empty();

  /**
   * A second listener, for clients that come through a proxy.
   *
   * @param port where the broker listens for them, the proxy's target
   * @param proxyPort where the broker tells them to connect to
   */
  public record Detour(int port, int proxyPort) {}

  /**
   * Starts nothing yet.
   *
   * @param data the broker's directory; formatted at the first start, kept at the end
   * @param classArchive see {@link JavaCommand}
   */
  public KafkaProcess(
      Checkout checkout, int port, Path data, Path log, Optional<Path> classArchive) {
    this(checkout, port, data, log, classArchive, Optional.empty());
  }

  /** The same with a second listener. */
  public KafkaProcess(
      Checkout checkout,
      int port,
      Path data,
      Path log,
      Optional<Path> classArchive,
      Optional<Detour> detour) {
    this.detour = detour;
    this.classPath = checkout.brokerClassPath();
    this.port = port;
    this.data = data;
    this.log = log;
    this.classArchive = classArchive;
  }

  @Override
  public String bootstrapServers() {
    return "127.0.0.1:" + port;
  }

  /**
   * Comes back when it serves. Does nothing when it runs.
   *
   * @throws IllegalStateException when it does not serve, with the end of its log
   */
  @Override
  public synchronized void start() {
    if (process().isPresent()) {
      return;
    }
    var child = ChildProcess.startTalking("kafka", command().line(), log);
    broker = Optional.of(child);
    try {
      awaitReady(child);
    } catch (IllegalStateException e) {
      child.kill();
      throw e;
    }
  }

  private JavaCommand command() {
    return new JavaCommand(
        "256m",
        JavaCommand.Jit.QUICK,
        classArchive,
        List.of("-cp", classPath, MAIN_CLASS),
        arguments());
  }

  private List<String> arguments() {
    var arguments =
        new ArrayList<>(
            List.of(String.valueOf(port), String.valueOf(Port.free()), data.toString()));
    detour.ifPresent(
        d -> arguments.addAll(List.of(String.valueOf(d.port()), String.valueOf(d.proxyPort()))));
    return arguments;
  }

  private void awaitReady(ChildProcess child) {
    var ready = new CompletableFuture<Boolean>();
    Thread.ofVirtual().name("kafka-output").start(() -> follow(child, ready));
    try {
      if (!ready.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException(
            "Kafka ended while it started:\n" + String.join("\n", child.lastLines(20)));
      }
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          "Kafka does not serve after %s s, see %s".formatted(PATIENCE.toSeconds(), log), e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("Kafka cannot be listened to", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while Kafka started", e);
    }
  }

  /** The JVM may have something to say on its standard output, too: that goes to the log. */
  private void follow(ChildProcess child, CompletableFuture<Boolean> ready) {
    try (var lines = child.outputReader()) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.equals(READY)) {
          ready.complete(true);
        } else {
          Files.writeString(log, line + "\n", StandardCharsets.UTF_8, StandardOpenOption.APPEND);
        }
      }
      ready.complete(false);
    } catch (IOException e) {
      ready.completeExceptionally(new UncheckedIOException(e));
    }
  }

  /** The running broker; empty before {@link #start()} and after {@link #stop()}. */
  public synchronized Optional<ChildProcess> process() {
    return broker.filter(ChildProcess::isAlive);
  }

  /** An orderly end; the data stay. Does nothing when it does not run. */
  @Override
  public synchronized void stop() {
    process().ifPresent(ChildProcess::close);
  }

  /** An end as by a power failure; the data stay. Does nothing when it does not run. */
  public synchronized void kill() {
    process().ifPresent(ChildProcess::kill);
  }

  @Override
  public void close() {
    stop();
  }
}
