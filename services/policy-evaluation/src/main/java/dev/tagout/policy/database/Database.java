package dev.tagout.policy.database;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Where statements run. */
@ApplicationScoped
public class Database {
  private final DataSource source;

  Database(DataSource source) {
    this.source = source;
  }

  /** Work on one connection; each statement is its own transaction. */
  public <T> T call(Work<T> work) {
    try (Connection connection = source.getConnection()) {
      return work.on(new Statements(connection));
    } catch (SQLException e) {
      throw new DatabaseException(e);
    }
  }

  /** Work in one transaction, which ends with the work: committed, or rolled back if it throws. */
  public <T> T transaction(Work<T> work) {
    try (Connection connection = source.getConnection()) {
      connection.setAutoCommit(false);
      try {
        T result = work.on(new Statements(connection));
        connection.commit();
        return result;
      } catch (SQLException | RuntimeException e) {
        connection.rollback();
        throw e;
      } finally {
        connection.setAutoCommit(true);
      }
    } catch (SQLException e) {
      throw new DatabaseException(e);
    }
  }

  /** What is done on a connection. */
  @FunctionalInterface
  public interface Work<T> {
    T on(Statements statements) throws SQLException;
  }
}
