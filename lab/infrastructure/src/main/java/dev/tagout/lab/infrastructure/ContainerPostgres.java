package dev.tagout.lab.infrastructure;

import org.testcontainers.postgresql.PostgreSQLContainer;

/** A PostgreSQL server in a container; away means paused, as for {@link ContainerKafka}. */
final class ContainerPostgres implements SqlServer {

  private final PostgreSQLContainer container = new PostgreSQLContainer("postgres:18");
  private final Pause pause = new Pause(container);

  @Override
  public Database database(String name) {
    var maintenance =
        new Database(
            "jdbc:postgresql://%s:%s/%s"
                .formatted(
                    container.getHost(),
                    container.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT),
                    container.getDatabaseName()),
            container.getUsername(),
            container.getPassword());
    return Databases.create(maintenance, name);
  }

  @Override
  public void start() {
    pause.end();
  }

  @Override
  public void stop() {
    pause.begin();
  }
}
