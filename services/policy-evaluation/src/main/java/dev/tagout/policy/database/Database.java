package dev.tagout.policy.database;

import dev.tagout.platform.database.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/** Where statements run. */
@ApplicationScoped
public class Database {
  /** The database stops a statement before the connection is given up. */
  private static final Duration SLACK = Duration.ofSeconds(5);

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

  /**
   * Work in one transaction, which ends with the work: committed, or rolled back whatever it
   * throws.
   */
  public <T> T transaction(Work<T> work) {
    try {
      return Transaction.run(source, connection -> work.on(new Statements(connection)));
    } catch (SQLException e) {
      throw new DatabaseException(e);
    }
  }

  /**
   * Work that reads much, in one transaction that changes nothing: all of its statements see the
   * same. It costs others, as PostgreSQL cannot clean up meanwhile, so it is bounded.
   *
   * @param patience how long all of it may take; the statement that is running then is stopped, or
   *     the next one does not begin, and {@link DatabaseException#isStopped} says so
   */
  public <T> T snapshot(Duration patience, Work<T> work) {
    try (Connection connection = source.getConnection()) {
      int before = connection.getNetworkTimeout();
      connection.setNetworkTimeout(Runnable::run, (int) patience.plus(SLACK).toMillis());
      connection.setAutoCommit(false);
      try {
        Statements on = new Statements(connection);
        on.update("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
        // Compiling costs more than it saves for what runs once; sorts are of the whole period.
        on.update("SET LOCAL jit = off");
        on.update("SET LOCAL work_mem = '32MB'");
        return work.on(new Statements(connection, Deadline.after(patience)));
      } finally {
        connection.rollback();
        connection.setAutoCommit(true);
        connection.setNetworkTimeout(Runnable::run, before);
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
