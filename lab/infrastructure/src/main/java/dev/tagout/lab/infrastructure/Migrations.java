package dev.tagout.lab.infrastructure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The migrations of a service's schema, one by one, by the role that owns it: for a database as an
 * earlier release left it.
 */
public final class Migrations {
  private final Path directory;
  private final Map<String, String> database;

  /**
   * @param service by its directory in {@code services/}
   * @param database as configuration of the default datasource, see {@link
   *     TestServers#freshDatabase()}
   */
  public Migrations(Checkout checkout, String service, Map<String, String> database) {
    this.directory =
        checkout
            .root()
            .resolve("services")
            .resolve(service)
            .resolve("src/main/resources/db/migration");
    this.database = Map.copyOf(database);
  }

  public Connection connect() throws SQLException {
    return DriverManager.getConnection(
        database.get("quarkus.datasource.jdbc.url"),
        database.getOrDefault(
            "quarkus.flyway.username", database.get("quarkus.datasource.username")),
        database.getOrDefault(
            "quarkus.flyway.password", database.get("quarkus.datasource.password")));
  }

  /** With which a service takes the database for one that has this version of the schema. */
  public static Map<String, String> baseline(int version) {
    return Map.of(
        "quarkus.flyway.baseline-on-migrate",
        "true",
        "quarkus.flyway.baseline-version",
        String.valueOf(version));
  }

  /** Each file in a transaction of its own, as Flyway does it. */
  public void apply(int first, int last) throws SQLException {
    try (Connection connection = connect()) {
      connection.setAutoCommit(false);
      for (Path file : files(first, last)) {
        try (Statement statement = connection.createStatement()) {
          statement.execute(Files.readString(file));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        connection.commit();
      }
    }
  }

  private List<Path> files(int first, int last) {
    try (Stream<Path> all = Files.list(directory)) {
      return all.filter(file -> file.getFileName().toString().startsWith("V"))
          .filter(file -> version(file) >= first && version(file) <= last)
          .sorted(Comparator.comparing(Migrations::version))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** From the name of the file. */
  private static int version(Path file) {
    String name = file.getFileName().toString();
    return Integer.parseInt(name.substring(1, name.indexOf("__")));
  }
}
