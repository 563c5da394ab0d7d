package dev.tagout.lab.infrastructure;

import dev.tagout.lab.infrastructure.PostgresServer.Durability;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;

/**
 * Where child processes for tests keep their data: made when first needed, and gone with the JVM,
 * after the processes were stopped.
 */
final class TestDirectory {

  private static TestDirectory instance;

  private final Path path;
  private Optional<KafkaProcess> kafka = Optional.empty();
  private Optional<PostgresServer> postgres = Optional.empty();

  private TestDirectory(Path path) {
    this.path = path;
  }

  static synchronized TestDirectory get() {
    if (instance == null) {
      try {
        instance = new TestDirectory(Files.createTempDirectory("tagout-test"));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      Runtime.getRuntime().addShutdownHook(new Thread(instance::remove, "tagout-test-servers"));
    }
    return instance;
  }

  synchronized KafkaServer kafka() {
    var process =
        new KafkaProcess(
            Checkout.current(),
            Port.free(),
            path.resolve("kafka"),
            path.resolve("kafka.log"),
            Optional.empty());
    kafka = Optional.of(process);
    return process;
  }

  synchronized SqlServer postgres() {
    var server =
        new PostgresServer(
            Port.free(), path.resolve("postgres"), path.resolve("postgres.log"), Durability.FAST);
    postgres = Optional.of(server);
    return server;
  }

  private synchronized void remove() {
    kafka.ifPresent(KafkaProcess::kill);
    postgres.ifPresent(PostgresServer::stop);
    try (var files = Files.walk(path)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      System.err.println("Not removed: " + path + ": " + e.getMessage());
    }
  }
}
