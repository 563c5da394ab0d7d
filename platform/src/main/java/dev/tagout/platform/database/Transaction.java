package dev.tagout.platform.database;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * Work on a connection that is committed, or rolled back whatever it throws, an error too.
 *
 * <p>Autocommit is given back only behind one of the two: in JDBC, to switch it on in the middle of
 * a transaction commits (Connection.setAutoCommit), and half of the work would stand. A connection
 * on which neither worked is broken off, and PostgreSQL undoes what was open.
 */
@FunctionalInterface
public interface Transaction<T> {
  T on(Connection connection) throws SQLException;

  /** Returns when it is committed; throws what the work threw. */
  static <T> T run(DataSource database, Transaction<T> work) throws SQLException {
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      try {
        T result = work.on(connection);
        connection.commit();
        connection.setAutoCommit(true);
        return result;
      } catch (SQLException | RuntimeException | Error e) {
        rollBack(connection, e);
        throw e;
      }
    }
  }

  private static void rollBack(Connection connection, Throwable reason) {
    try {
      connection.rollback();
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      reason.addSuppressed(e);
      breakOff(connection, reason);
    }
  }

  private static void breakOff(Connection connection, Throwable reason) {
    try {
      connection.abort(Runnable::run);
    } catch (SQLException e) {
      reason.addSuppressed(e);
    }
  }
}
