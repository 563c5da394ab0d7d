package dev.tagout.policy.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * When the statements of a transaction have to be done, all together.
 *
 * @param at by {@link System#nanoTime}, so that nobody who sets a clock moves it
 */
record Deadline(long at) {
  /** What PostgreSQL says of a statement that it stopped: query_canceled. */
  private static final String STOPPED = "57014";

  static Deadline after(Duration patience) {
    return new Deadline(System.nanoTime() + patience.toNanos());
  }

  /**
   * Leaves the next statement the time that is left.
   *
   * @throws SQLTimeoutException when none is, as if the next statement had been stopped
   */
  void hold(Connection connection) throws SQLException {
    long left = TimeUnit.NANOSECONDS.toMillis(at - System.nanoTime());
    if (left <= 0) {
      throw new SQLTimeoutException("no time is left for another statement", STOPPED);
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET LOCAL statement_timeout = " + left);
    }
  }
}
