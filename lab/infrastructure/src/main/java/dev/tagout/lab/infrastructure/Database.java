package dev.tagout.lab.infrastructure;

import java.util.HashMap;
import java.util.Map;

/** Where a database is, as JDBC wants it. */
public record Database(String jdbcUrl, String username, String password) {

  /** The same for the default datasource of a Quarkus service, as system properties. */
  public Map<String, String> asQuarkusProperties() {
    return Map.of(
        "quarkus.datasource.jdbc.url", jdbcUrl,
        "quarkus.datasource.username", username,
        "quarkus.datasource.password", password);
  }

  /** The same, as environment variables. */
  public Map<String, String> asQuarkusEnvironment() {
    return Map.of(
        "QUARKUS_DATASOURCE_JDBC_URL", jdbcUrl,
        "QUARKUS_DATASOURCE_USERNAME", username,
        "QUARKUS_DATASOURCE_PASSWORD", password);
  }

  /**
   * For a service that works by another role than by the one that owns its tables.
   *
   * @param application the same database, by the role that the service works by
   */
  public Map<String, String> asQuarkusProperties(Database application) {
    var properties = new HashMap<>(application.asQuarkusProperties());
    properties.put("quarkus.flyway.username", username);
    properties.put("quarkus.flyway.password", password);
    return Map.copyOf(properties);
  }

  /** The same, as environment variables. */
  public Map<String, String> asQuarkusEnvironment(Database application) {
    var environment = new HashMap<>(application.asQuarkusEnvironment());
    environment.put("QUARKUS_FLYWAY_USERNAME", username);
    environment.put("QUARKUS_FLYWAY_PASSWORD", password);
    return Map.copyOf(environment);
  }

  /** The same database by another role. */
  Database as(String role, String itsPassword) {
    return new Database(jdbcUrl, role, itsPassword);
  }

  /** The same database, reached over another port of this machine. */
  public Database at(int port) {
    return new Database(
        "jdbc:postgresql://127.0.0.1:%d%s"
            .formatted(port, jdbcUrl.substring(jdbcUrl.lastIndexOf('/'))),
        username,
        password);
  }

  /** Another database on the same server. */
  Database named(String name) {
    return new Database(
        jdbcUrl.substring(0, jdbcUrl.lastIndexOf('/') + 1) + name, username, password);
  }
}
