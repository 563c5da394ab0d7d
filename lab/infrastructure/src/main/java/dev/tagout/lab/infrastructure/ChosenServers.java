package dev.tagout.lab.infrastructure;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * The servers that the site chose, each started when it is first asked for.
 *
 * <ul>
 *   <li>{@code TAGOUT_TEST_KAFKA=host:port} and {@code
 *       TAGOUT_TEST_POSTGRES=jdbc:postgresql://host:port/postgres?user=…&password=…}: servers that
 *       run already
 *   <li>{@code TAGOUT_TEST_INFRASTRUCTURE=containers}: Testcontainers
 *   <li>otherwise: child processes
 * </ul>
 *
 * <p>{@code TAGOUT_TEST_ROLE}: the service works by this role, and only its migrations by the one
 * that owns the tables.
 *
 * <p>Each also as system property, in lower case and with dots.
 */
final class ChosenServers implements TestServers {

  private static final int PARTITIONS = 3;

  private static final ChosenServers INSTANCE = new ChosenServers();

  private final Lazy<KafkaServer> kafka = new Lazy<>(ChosenServers::chooseKafka);
  private final Lazy<SqlServer> postgres = new Lazy<>(ChosenServers::choosePostgres);

  private ChosenServers() {}

  static ChosenServers instance() {
    return INSTANCE;
  }

  private static KafkaServer chooseKafka() {
    var kafka =
        setting("TAGOUT_TEST_KAFKA")
            .<KafkaServer>map(RunningKafka::new)
            .orElseGet(
                () -> containersWanted() ? new ContainerKafka() : TestDirectory.get().kafka());
    kafka.start();
    Topics.create(kafka.bootstrapServers(), PARTITIONS);
    return kafka;
  }

  private static SqlServer choosePostgres() {
    var postgres =
        setting("TAGOUT_TEST_POSTGRES")
            .<SqlServer>map(RunningPostgres::new)
            .orElseGet(
                () ->
                    containersWanted() ? new ContainerPostgres() : TestDirectory.get().postgres());
    postgres.start();
    return postgres;
  }

  private static boolean containersWanted() {
    var choice = setting("TAGOUT_TEST_INFRASTRUCTURE").orElse("processes");
    return switch (choice) {
      case "containers" -> true;
      case "processes" -> false;
      default ->
          throw new IllegalStateException(
              "TAGOUT_TEST_INFRASTRUCTURE is neither containers nor processes: " + choice);
    };
  }

  private static Optional<String> setting(String variable) {
    var property = variable.toLowerCase(Locale.ROOT).replace('_', '.');
    return Optional.ofNullable(System.getProperty(property, System.getenv(variable)))
        .filter(value -> !value.isBlank());
  }

  @Override
  public String bootstrapServers() {
    return kafka.get().bootstrapServers();
  }

  @Override
  public Map<String, String> freshDatabase() {
    var name = "tagout_test_" + UUID.randomUUID().toString().substring(24);
    var owner = postgres.get().database(name);
    return setting("TAGOUT_TEST_ROLE")
        .map(role -> owner.asQuarkusProperties(Databases.role(owner, role)))
        .orElseGet(owner::asQuarkusProperties);
  }

  @Override
  public void stopKafka() {
    kafka.get().stop();
  }

  @Override
  public void startKafka() {
    kafka.get().start();
  }

  @Override
  public void stopPostgres() {
    postgres.get().stop();
  }

  @Override
  public void startPostgres() {
    postgres.get().start();
  }

  private static final class Lazy<T> {
    private final Supplier<T> maker;
    private Optional<T> made = Optional.empty();

    Lazy(Supplier<T> maker) {
      this.maker = maker;
    }

    synchronized T get() {
      if (made.isEmpty()) {
        made = Optional.of(maker.get());
      }
      return made.orElseThrow();
    }
  }
}
