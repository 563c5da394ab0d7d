package dev.tagout.lab.infrastructure;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * A PostgreSQL server from binaries that come as a Maven artefact, on loopback.
 *
 * <p>It can be stopped and started again, on the same port and with the same data, to see what an
 * outage does.
 */
public final class PostgresServer implements SqlServer, AutoCloseable {

  /** Whether what was committed is still there after a power failure. */
  public enum Durability {
    DURABLE("on"),
    /** For tests: nothing is flushed to disk. */
    FAST("off");

    private final String setting;

    Durability(String setting) {
      this.setting = setting;
    }
  }

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String USER = "postgres";

  private final int port;
  private final Path data;
  private final Path log;
  private final Durability durability;

  private Optional<EmbeddedPostgres> server = Optional.empty();

  /**
   * Starts nothing yet.
   *
   * @param data the server's directory; made at the first start, kept at the end
   */
  public PostgresServer(int port, Path data, Path log, Durability durability) {
    this.port = port;
    this.data = data;
    this.log = log;
    this.durability = durability;
  }

  /**
   * Comes back when it serves. Does nothing when it runs.
   *
   * @throws UncheckedIOException when it does not serve
   */
  @Override
  public synchronized void start() {
    if (server.isPresent()) {
      return;
    }
    try {
      Files.createDirectories(log.getParent());
      stopLeftOver();
      server = Optional.of(builder().start());
    } catch (IOException e) {
      throw new UncheckedIOException("PostgreSQL does not start, see " + log, e);
    }
    postmaster().ifPresent(process -> Keeper.current().keep(process, Keeper.Signal.INT));
  }

  private EmbeddedPostgres.Builder builder() {
    return EmbeddedPostgres.builder()
        .setPort(port)
        .setDataDirectory(data)
        .setCleanDataDirectory(false)
        .setRegisterShutdownHook(false)
        .setPGStartupWait(PATIENCE)
        .setOutputRedirector(Redirect.appendTo(log.toFile()))
        .setErrorRedirector(Redirect.appendTo(log.toFile()))
        .setLocaleConfig("locale", "C.UTF-8")
        // The library passes -F (no fsync); what follows it wins.
        .setServerConfig("fsync", durability.setting)
        .setServerConfig("synchronous_commit", durability.setting)
        .setServerConfig("full_page_writes", durability.setting)
        .setServerConfig("listen_addresses", "127.0.0.1")
        .setServerConfig("unix_socket_directories", "")
        .setServerConfig("max_connections", "200")
        .setServerConfig("shared_buffers", "64MB");
  }

  /** Creates the database unless it exists. The server must run. */
  @Override
  public Database database(String name) {
    return Databases.create(maintenance(), name);
  }

  /**
   * The same database by a role that owns nothing, for a service that is to have no more rights
   * than it needs. Creates the role unless it exists.
   */
  public Database by(String role, Database database) {
    return Databases.role(database, role);
  }

  private Database maintenance() {
    return new Database("jdbc:postgresql://127.0.0.1:%s/postgres".formatted(port), USER, USER);
  }

  /** The running server's first process. */
  public Optional<ProcessHandle> postmaster() {
    var file = data.resolve("postmaster.pid");
    try (var lines = Files.lines(file)) {
      return lines
          .findFirst()
          .map(String::strip)
          .map(Long::valueOf)
          .flatMap(ProcessHandle::of)
          .filter(ProcessHandle::isAlive)
          .filter(PostgresServer::isPostgres);
    } catch (IOException | UncheckedIOException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static boolean isPostgres(ProcessHandle process) {
    return process.info().command().filter(command -> command.endsWith("/postgres")).isPresent();
  }

  /** An earlier owner of the data may have been killed a moment ago. */
  private void stopLeftOver() throws IOException {
    var leftOver = postmaster();
    if (leftOver.isEmpty()) {
      return;
    }
    var process = leftOver.orElseThrow();
    new ProcessBuilder("kill", "-INT", String.valueOf(process.pid())).inheritIO().start();
    try {
      process.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw new IOException(
          "an earlier PostgreSQL, process %s, does not end".formatted(process.pid()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /**
   * An end as by a power failure: all of its processes at once. What was committed is there at the
   * next start. Does nothing when it does not run.
   */
  public synchronized void kill() {
    if (server.isEmpty()) {
      return;
    }
    postmaster().ifPresent(PostgresServer::killWithChildren);
    try {
      // A process that gets this number next must not be taken for it.
      Files.deleteIfExists(data.resolve("postmaster.pid"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    stop();
  }

  private static void killWithChildren(ProcessHandle postmaster) {
    var all = Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(process -> process.onExit().join());
  }

  /** An orderly end that breaks the connections of its clients; the data stay. */
  @Override
  public synchronized void stop() {
    server.ifPresent(
        running -> {
          try {
            running.close();
          } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL does not stop, see " + log, e);
          }
        });
    server = Optional.empty();
  }

  @Override
  public void close() {
    stop();
  }
}
