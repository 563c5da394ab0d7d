package dev.tagout.policy;

import dev.tagout.policy.database.DatabaseException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** Somebody with all rights on the database. */
public final class Superuser {
  private Superuser() {}

  /** Does something past triggers and constraints, as who wants to cover up would. */
  public static void tampers(String... statements) {
    does("SET session_replication_role = replica", statements);
  }

  /** Does something as the owner of the tables, whom their triggers bind. */
  public static void does(String first, String... statements) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(first);
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw DatabaseException.of(e);
    }
  }

  public static Connection connect() throws SQLException {
    Config config = ConfigProvider.getConfig();
    return DriverManager.getConnection(
        config.getValue("quarkus.datasource.jdbc.url", String.class),
        config.getValue("quarkus.flyway.username", String.class),
        config.getValue("quarkus.flyway.password", String.class));
  }
}
