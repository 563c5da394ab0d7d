package dev.tagout.platform.log;

import io.quarkus.logging.LoggingFilter;
import java.util.List;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import org.jboss.logmanager.ExtLogRecord;

/**
 * Lets everything pass but a {@link Farewell}, and what SmallRye says of the batch that was left
 * with it. What a message says with a {@link LogKey} also becomes a field of the record, which the
 * JSON format writes beside the message. The ids of no trace, which OpenTelemetry's API has as
 * zeros (W3C Trace Context §3.2.2.3), are left out.
 */
@LoggingFilter(name = Fields.NAME)
public final class Fields implements Filter {
  static final String NAME = "fields";

  /** As Quarkus names what it knows of a span. */
  private static final List<String> OF_A_SPAN =
      List.of(LogKey.TRACE_ID.key(), "spanId", "parentId", "sampled");

  /** SRMSG18203, which comes after the exception and does not have it. */
  private static final String NACKED = "SRMSG18203";

  private static final int DEEPEST = 20;

  private volatile boolean leaving;

  @Override
  public boolean isLoggable(LogRecord record) {
    if (isFarewell(record.getThrown())) {
      leaving = true;
      return false;
    }
    // One that was left for another reason has had its exception logged before.
    if (leaving && String.valueOf(record.getMessage()).startsWith(NACKED)) {
      return false;
    }
    if (record instanceof ExtLogRecord log) {
      leaveOutNoTrace(log);
      if (log.getParameters() != null) {
        for (Object parameter : log.getParameters()) {
          if (parameter instanceof LogKey.Keyed keyed && keyed.value() != null) {
            log.putMdc(keyed.key().key(), String.valueOf(keyed.value()));
          }
        }
      }
    }
    return true;
  }

  private static boolean isFarewell(Throwable thrown) {
    int depth = 0;
    for (Throwable t = thrown; t != null && depth < DEEPEST; t = t.getCause(), depth++) {
      if (t instanceof Farewell) {
        return true;
      }
    }
    return false;
  }

  private static void leaveOutNoTrace(ExtLogRecord log) {
    String trace = log.getMdc(LogKey.TRACE_ID.key());
    if (trace != null && trace.chars().allMatch(c -> c == '0')) {
      OF_A_SPAN.forEach(log::removeMdc);
    }
  }
}
