package dev.tagout.lab.infrastructure;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.regex.Pattern;

/** The databases of a PostgreSQL server. */
final class Databases {

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");

  private Databases() {}

  /**
   * Creates the database unless it exists.
   *
   * @param maintenance a database of that server which is always there
   */
  static Database create(Database maintenance, String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("No name for a database: " + name);
    }
    try (var connection =
        DriverManager.getConnection(
            maintenance.jdbcUrl(), maintenance.username(), maintenance.password())) {
      if (!exists(connection, name)) {
        create(connection, name);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(
          "The database %s cannot be created at %s".formatted(name, maintenance.jdbcUrl()), e);
    }
    return maintenance.named(name);
  }

  private static boolean exists(Connection connection, String name) throws SQLException {
    try (var query = connection.prepareStatement("select from pg_database where datname = ?")) {
      query.setString(1, name);
      return query.executeQuery().next();
    }
  }

  private static void create(Connection connection, String name) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("create database " + name);
    }
  }
}
