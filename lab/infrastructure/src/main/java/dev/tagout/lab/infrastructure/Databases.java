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

  /**
   * Creates a role that may log in and nothing else, unless it exists. Its password is its name:
   * for servers on loopback.
   *
   * @return the database by that role
   */
  static Database role(Database database, String role) {
    if (!NAME.matcher(role).matches()) {
      throw new IllegalArgumentException("No name for a role: " + role);
    }
    try (var connection =
            DriverManager.getConnection(
                database.jdbcUrl(), database.username(), database.password());
        var query = connection.prepareStatement("select from pg_roles where rolname = ?");
        var statement = connection.createStatement()) {
      query.setString(1, role);
      if (!query.executeQuery().next()) {
        statement.execute("create role %1$s login password '%1$s'".formatted(role));
      }
    } catch (SQLException e) {
      throw new IllegalStateException(
          "The role %s cannot be created at %s".formatted(role, database.jdbcUrl()), e);
    }
    return database.as(role, role);
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
