package dev.tagout.platform.outbox;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The transactions, but that of the connection at hand, which have written to the outbox, or are
 * about to, and have not ended. An insertion holds its lock on the table before its row gets an id
 * (PostgreSQL, 13.3.1, ROW EXCLUSIVE): so a row that has a lower id than one that was written
 * before this look, and cannot be seen after these have ended, does not exist.
 */
final class Writers {
  private static final String ALL =
      "SELECT DISTINCT virtualtransaction FROM pg_locks WHERE locktype = 'relation' AND relation ="
          + " 'outbox'::regclass AND database = (SELECT oid FROM pg_database WHERE datname ="
          + " current_database()) AND mode = 'RowExclusiveLock' AND granted AND pid <>"
          + " pg_backend_pid()";

  private static final long LOOK_AGAIN_MILLIS = 10;

  private final Connection connection;
  private final List<String> transactions;

  Writers(Connection connection) throws SQLException {
    this.connection = connection;
    this.transactions = look();
  }

  private List<String> look() throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(ALL);
        ResultSet row = select.executeQuery()) {
      List<String> found = new ArrayList<>();
      while (row.next()) {
        found.add(row.getString(1));
      }
      return found;
    }
  }

  /**
   * Waits for them, and nobody for that; those who begin meanwhile are not waited for.
   *
   * @throws SQLException as of a lock that is not to be had, when they have not ended by then
   */
  void awaitEnd(Duration patience) throws SQLException {
    long end = System.nanoTime() + patience.toNanos();
    while (!transactions.isEmpty() && isAnyLeft()) {
      if (System.nanoTime() > end) {
        throw new SQLException("transactions that write to the outbox do not end", "55P03");
      }
      try {
        Thread.sleep(LOOK_AGAIN_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new SQLException("interrupted while others write to the outbox", e);
      }
    }
  }

  private boolean isAnyLeft() throws SQLException {
    Array asked = connection.createArrayOf("text", transactions.toArray());
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'virtualxid' AND virtualxid ="
                + " ANY (?))")) {
      select.setArray(1, asked);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return row.getBoolean(1);
      }
    } finally {
      asked.free();
    }
  }
}
