package dev.tagout.policy.database;

import java.sql.SQLException;

/** The database did not do it; the cause says whether it is away or refuses. */
public final class DatabaseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** For code that cannot throw the cause itself. */
  public static DatabaseException of(SQLException cause) {
    return new DatabaseException(cause);
  }

  DatabaseException(SQLException cause) {
    super(cause.getMessage(), cause);
  }

  /**
   * Whether the transaction was undone so that another could go on, such as by a deadlock, and may
   * be tried again at once (SQLSTATE class 40).
   */
  public boolean isRolledBack() {
    return getCause() instanceof SQLException cause
        && cause.getSQLState() != null
        && cause.getSQLState().startsWith("40");
  }

  /** Whether a statement took longer than it may (SQLSTATE 57014, query_canceled). */
  public boolean isStopped() {
    return getCause() instanceof SQLException cause && "57014".equals(cause.getSQLState());
  }
}
