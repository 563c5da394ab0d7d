package dev.tagout.lab.world;

import dev.tagout.contracts.topic.Topic;
import dev.tagout.lab.infrastructure.ChildProcess;
import dev.tagout.lab.infrastructure.Database;
import dev.tagout.lab.infrastructure.KafkaProcess;
import dev.tagout.lab.infrastructure.Port;
import dev.tagout.lab.infrastructure.PostgresServer;
import dev.tagout.lab.infrastructure.PostgresServer.Durability;
import dev.tagout.lab.infrastructure.Topics;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Kafka, PostgreSQL, the services and the simulator, as children of this JVM.
 *
 * <p>They listen on loopback, and keep what they know from one world to the next on the same data.
 * None of them outlives this JVM.
 */
public final class World implements AutoCloseable {

  private static final Duration PATIENCE_WITH_PORTS = Duration.ofSeconds(5);
  private static final String TOKEN_KEY = "MP_JWT_VERIFY_PUBLICKEY_LOCATION";

  private final WorldSettings settings;
  private final Progress progress;
  private final KafkaProcess kafka;
  private final PostgresServer postgres;
  private final CompletableFuture<WorldException> failure = new CompletableFuture<>();

  private final Map<Program, ChildProcess> services = new EnumMap<>(Program.class);

  /** Children whose end is meant. */
  private final Set<ChildProcess> ending = new HashSet<>();

  private final List<AutoCloseable> held = new ArrayList<>();
  private boolean closed;

  /** Starts nothing yet. */
  public World(WorldSettings settings, Progress progress) {
    this.settings = settings;
    this.progress = progress;
    this.kafka =
        new KafkaProcess(
            settings.checkout(),
            settings.ports().of(Program.KAFKA),
            settings.data().resolve("kafka"),
            settings.log("kafka"),
            Optional.of(settings.classArchives().resolve("kafka.jsa")),
            Optional.ofNullable(settings.detours().get(Program.KAFKA))
                .map(d -> new KafkaProcess.Detour(d.port(), d.proxyPort())));
    this.postgres =
        new PostgresServer(
            settings.ports().of(Program.POSTGRES),
            settings.data().resolve("postgres"),
            settings.log("postgres"),
            Durability.DURABLE);
  }

  /**
   * A world that is ready.
   *
   * @throws WorldException when it does not come up; nothing of it is left then
   */
  public static World start(WorldSettings settings) {
    var world = new World(settings, line -> {});
    world.start();
    return world;
  }

  /**
   * Comes back when every service is ready. Once in the life of a world.
   *
   * @throws WorldException when it does not come up; nothing of it is left then
   */
  public void start() {
    try {
      hold(DataLock.on(settings.data()));
      Files.createDirectories(settings.classArchives());
      requireFreePorts();
      hold(Tokens.in(settings.tokens()));
      Together.run(
          List.of(
              () -> timed(Program.POSTGRES, postgres::start),
              () -> timed(Program.KAFKA, this::startKafka),
              () -> hold(PolicyWatch.start(new PolicyBundle(settings), progress))));
      Together.run(
          chosenServices().<Runnable>map(s -> () -> timed(s.program(), () -> start(s))).toList());
    } catch (WorldException e) {
      close();
      throw e;
    } catch (IOException | RuntimeException e) {
      close();
      throw new WorldException(e.getMessage(), e);
    }
  }

  private void timed(Program program, Runnable step) {
    var started = System.nanoTime();
    step.run();
    progress.say(
        "%-18s ready after %.1f s".formatted(program, (System.nanoTime() - started) / 1e9));
  }

  private void startKafka() {
    kafka.start();
    kafka.process().ifPresent(this::watch);
    Topics.create(kafka.bootstrapServers(), Topic.PARTITIONS);
  }

  private Stream<Service> chosenServices() {
    return Service.ALL.stream().filter(service -> isChosen(service.program()));
  }

  private boolean isChosen(Program program) {
    return switch (program) {
      case SIMULATOR -> settings.withSimulator();
      case POLICY_EVALUATION_2 -> settings.secondGate();
      default -> true;
    };
  }

  private void start(Service service) {
    var child = launch(service);
    new Readiness(progress).await(child, url(service.program()));
    if (!child.isAlive()) {
      throw ended(child);
    }
  }

  private synchronized ChildProcess launch(Service service) {
    if (closed) {
      throw new WorldException("Stopped while starting.");
    }
    var child = service.start(settings, environment(service.program()));
    services.put(service.program(), child);
    watch(child);
    return child;
  }

  private Map<String, String> environment(Program program) {
    var environment = settings.ports().asEnvironment();
    environment.put("KAFKA_BOOTSTRAP_SERVERS", kafkaOfServices());
    switch (program) {
      case POLICY_EVALUATION, POLICY_EVALUATION_2 -> {
        environment.put(
            Program.POLICY_EVALUATION.portVariable(), String.valueOf(settings.ports().of(program)));
        var owned = databaseOfService("tagout_policy");
        environment.putAll(
            owned.asQuarkusEnvironment(
                asServicesReach(
                    postgres.by("tagout_policy_app", postgres.database("tagout_policy")))));
        environment.put(
            "TAGOUT_POLICY_RECORD_SIGNING_KEY", KeyPairFiles.in(settings.recordKey()).toString());
        environment.put("TAGOUT_POLICY_BUNDLE", settings.bundle().toString());
        // Whoever edits the policies of this world means it.
        environment.put("TAGOUT_POLICY_ACTIVATION_GUARD_SOURCES", "false");
        environment.put(TOKEN_KEY, settings.tokens().resolve("key.pem").toString());
        environment.put(
            "TAGOUT_POLICY_TICKETS_SIGNING_KEY", KeyPairFiles.in(settings.tickets()).toString());
      }
      case REMEDIATION -> {
        environment.put(TOKEN_KEY, settings.tokens().resolve("key.pem").toString());
        environment.putAll(databaseOfService("tagout_remediation").asQuarkusEnvironment());
        environment.put("TAGOUT_POLICY_EVALUATION_URL", gateOfServices().toString());
      }
      case EXPORTER -> {
        environment.put(TOKEN_KEY, settings.tokens().resolve("key.pem").toString());
        environment.put("TAGOUT_EXPORTER_DESTINATIONS_FILE_TYPE", "file");
        environment.put("TAGOUT_EXPORTER_DESTINATIONS_FILE_PATH", settings.findings().toString());
      }
      case SIMULATOR -> environment.put("TAGOUT_SIMULATOR_GATE", gateOfServices().toString());
      case COLLECTOR -> environment.put(TOKEN_KEY, settings.tokens().resolve("key.pem").toString());
      case KAFKA, POSTGRES -> {}
    }
    environment.putAll(settings.environment());
    environment.putAll(settings.own().getOrDefault(program, Map.of()));
    return environment;
  }

  private String kafkaOfServices() {
    return Optional.ofNullable(settings.detours().get(Program.KAFKA))
        .map(detour -> "127.0.0.1:" + detour.proxyPort())
        .orElseGet(kafka::bootstrapServers);
  }

  private Database databaseOfService(String name) {
    return asServicesReach(postgres.database(name));
  }

  private Database asServicesReach(Database database) {
    return Optional.ofNullable(settings.detours().get(Program.POSTGRES))
        .map(detour -> database.at(detour.proxyPort()))
        .orElse(database);
  }

  private URI gateOfServices() {
    return Optional.ofNullable(settings.detours().get(Program.POLICY_EVALUATION))
        .map(detour -> URI.create("http://127.0.0.1:" + detour.proxyPort()))
        .orElseGet(() -> url(Program.POLICY_EVALUATION));
  }

  /**
   * Ends a program as a crash does; that is no failure of the world.
   *
   * @throws WorldException when there is no such program in it
   */
  public void kill(Program program) {
    switch (program) {
      case KAFKA -> {
        kafka.process().ifPresent(this::expectEnd);
        kafka.kill();
      }
      case POSTGRES -> postgres.kill();
      case COLLECTOR, POLICY_EVALUATION, POLICY_EVALUATION_2, REMEDIATION, EXPORTER, SIMULATOR -> {
        var child = service(program);
        expectEnd(child);
        child.kill();
      }
    }
  }

  /**
   * Starts a program again that was killed, and comes back when it is ready.
   *
   * @throws WorldException when it does not become ready
   */
  public void restart(Program program) {
    switch (program) {
      case KAFKA -> {
        kafka.start();
        kafka.process().ifPresent(this::watch);
      }
      case POSTGRES -> postgres.start();
      case COLLECTOR, POLICY_EVALUATION, POLICY_EVALUATION_2, REMEDIATION, EXPORTER, SIMULATOR ->
          Service.ALL.stream().filter(s -> s.program() == program).forEach(this::start);
    }
  }

  /** Lets a program stand still until {@link #resume}. PostgreSQL is too many processes for it. */
  public void pause(Program program) {
    running(program).ifPresent(ChildProcess::pause);
  }

  /** Lets it go on. */
  public void resume(Program program) {
    running(program).ifPresent(ChildProcess::resume);
  }

  private Optional<ChildProcess> running(Program program) {
    return switch (program) {
      case KAFKA -> kafka.process();
      case POSTGRES -> Optional.empty();
      case COLLECTOR, POLICY_EVALUATION, POLICY_EVALUATION_2, REMEDIATION, EXPORTER, SIMULATOR ->
          Optional.of(service(program));
    };
  }

  private synchronized ChildProcess service(Program program) {
    return Optional.ofNullable(services.get(program))
        .orElseThrow(() -> new WorldException("This world has no %s.".formatted(program)));
  }

  private synchronized void expectEnd(ChildProcess child) {
    ending.add(child);
  }

  private void requireFreePorts() {
    var deadline = System.nanoTime() + PATIENCE_WITH_PORTS.toNanos();
    for (var program : Program.values()) {
      if (!isChosen(program)) {
        continue;
      }
      var port = settings.ports().of(program);
      // Children of a world that was killed a moment ago need a moment to go.
      while (!Port.isFree(port)) {
        if (System.nanoTime() > deadline) {
          throw new WorldException(
              "Port %d, for %s, is in use. Set %s to another one."
                  .formatted(port, program, program.portVariable()));
        }
        pause();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new WorldException("Interrupted", e);
    }
  }

  private void watch(ChildProcess child) {
    child.onExit().thenRun(() -> report(child));
  }

  /** Waits while we stop, and then it was we who ended it. */
  private synchronized void report(ChildProcess child) {
    if (!closed && !ending.remove(child)) {
      failure.complete(ended(child));
    }
  }

  /** For a child that is no longer alive. */
  private static WorldException ended(ChildProcess child) {
    return new WorldException(
        "%s ended unexpectedly, with status %s".formatted(child.name(), child.onExit().join()),
        child);
  }

  /** Comes back when a child ended that should not have, and says which and why. */
  public WorldException awaitFailure() {
    return failure.join();
  }

  /** The same without waiting: empty while all is as it should be. */
  public Optional<WorldException> failure() {
    return Optional.ofNullable(failure.getNow(null));
  }

  public URI url(Program program) {
    return URI.create("http://127.0.0.1:" + settings.ports().of(program));
  }

  /** The services with their URLs, in one line. */
  public String urls() {
    return chosenServices()
        .map(service -> service.name() + " " + url(service.program()))
        .collect(Collectors.joining("  "));
  }

  /** Where the tokens of its local users are, one file each. */
  public Path tokens() {
    return settings.tokens();
  }

  /** By which the seals of its record are checked, whatever the services say. */
  public Path recordKey() {
    return KeyPairFiles.publicKey(settings.recordKey());
  }

  /** To take it away for a while, and give it back. */
  public KafkaProcess kafka() {
    return kafka;
  }

  /** To take it away for a while, and give it back. */
  public PostgresServer postgres() {
    return postgres;
  }

  private synchronized void hold(AutoCloseable resource) {
    if (closed) {
      release(resource);
      throw new WorldException("Stopped while starting.");
    }
    held.add(resource);
  }

  /** Stops the services, then what they need. May be called twice, and by another thread. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    Together.run(services.values().stream().<Runnable>map(child -> child::close).toList());
    Together.run(List.of(kafka::close, postgres::close));
    held.reversed().forEach(World::release);
  }

  private static void release(AutoCloseable resource) {
    try {
      resource.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
