package dev.tagout.platform.messaging;

import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.Set;

/** Tells something that is away, and will be back, from something that is wrong. */
public final class Outage {
  /**
   * SQLSTATE classes of PostgreSQL (its manual, appendix A) that pass by themselves: connection
   * exception, transaction rollback (deadlock, serialisation), insufficient resources, operator
   * intervention, system error.
   */
  private static final Set<String> PASSING = Set.of("08", "40", "53", "57", "58");

  private Outage() {}

  /** Whether the failure comes from something that is away for a while. */
  public static boolean explains(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof SQLTransientException
          || t instanceof java.io.IOException
          || t instanceof org.apache.kafka.common.errors.RetriableException) {
        return true;
      }
      if (t instanceof SQLException sql && passing(sql)) {
        return true;
      }
    }
    return false;
  }

  private static boolean passing(SQLException e) {
    String state = e.getSQLState();
    // Agroal's acquisition time-out has no state.
    return state == null
        ? e.getMessage() != null && e.getMessage().contains("timeout")
        : state.length() >= 2 && PASSING.contains(state.substring(0, 2));
  }
}
