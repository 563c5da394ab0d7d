package dev.tagout.lab.chaos;

import dev.tagout.lab.infrastructure.Database;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Looks into a service's database, which no user does. */
final class Sql implements AutoCloseable {
  private final Connection connection;

  Sql(Database database) {
    try {
      connection =
          DriverManager.getConnection(database.jdbcUrl(), database.username(), database.password());
    } catch (SQLException e) {
      throw new ChaosException("no connection to " + database.jdbcUrl(), e);
    }
  }

  /** Makes something of a row. */
  @FunctionalInterface
  interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  <T> List<T> rows(String query, Row<T> row) {
    try (var statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      List<T> all = new ArrayList<>();
      while (result.next()) {
        all.add(row.read(result));
      }
      return all;
    } catch (SQLException e) {
      throw new ChaosException(query, e);
    }
  }

  long count(String query) {
    return rows(query, row -> row.getLong(1)).getFirst();
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new ChaosException("a connection does not close", e);
    }
  }
}
