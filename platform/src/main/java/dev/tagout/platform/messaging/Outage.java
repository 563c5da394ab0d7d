package dev.tagout.platform.messaging;

import com.fasterxml.jackson.core.JacksonException;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.ObjectStreamException;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.Set;
import org.apache.kafka.common.errors.RetriableException;

/** Tells something that is away, and will be back, from something that is wrong. */
public final class Outage {
  /**
   * SQLSTATE classes of PostgreSQL (its manual, appendix A) that pass by themselves: connection
   * exception, transaction rollback (deadlock, serialisation), insufficient resources, operator
   * intervention, system error.
   */
  private static final Set<String> PASSING = Set.of("08", "40", "53", "57", "58");

  /**
   * Single states that pass: a connection to a server that is still a standby after a fail-over,
   * and a lock that was not to be had in time.
   */
  private static final Set<String> PASSING_STATES = Set.of("25006", "55P03");

  /** A chain of causes may bite its own tail. */
  private static final int DEEPEST = 100;

  private Outage() {}

  /** Whether the failure comes from something that is away for a while. */
  public static boolean explains(Throwable failure) {
    Throwable t = failure;
    for (int depth = 0; t != null && depth < DEEPEST; depth++) {
      if (t instanceof SQLTransientException
          || t instanceof SQLRecoverableException
          || t instanceof RetriableException
          || t instanceof IOException io && !spoilt(io)) {
        return true;
      }
      if (t instanceof SQLException sql && passing(sql)) {
        return true;
      }
      t = t.getCause();
    }
    return false;
  }

  /** Whether it is about what was read and not about the reading: that never passes. */
  private static boolean spoilt(IOException e) {
    return e instanceof JacksonException
        || e instanceof CharConversionException
        || e instanceof ObjectStreamException;
  }

  private static boolean passing(SQLException e) {
    String state = e.getSQLState();
    // Agroal's acquisition time-out has no state.
    return state == null
        ? e.getMessage() != null && e.getMessage().contains("timeout")
        : state.length() >= 2
            && (PASSING.contains(state.substring(0, 2)) || PASSING_STATES.contains(state));
  }
}
