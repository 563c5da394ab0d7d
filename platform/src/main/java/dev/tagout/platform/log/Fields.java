package dev.tagout.platform.log;

import io.quarkus.logging.LoggingFilter;
import java.util.List;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import org.jboss.logmanager.ExtLogRecord;

/**
 * Lets everything pass. What a message says with a {@link LogKey} also becomes a field of the
 * record, which the JSON format writes beside the message. The ids of no trace, which
 * OpenTelemetry's API has as zeros (W3C Trace Context §3.2.2.3), are left out.
 */
@LoggingFilter(name = Fields.NAME)
public final class Fields implements Filter {
  static final String NAME = "fields";

  /** As Quarkus names what it knows of a span. */
  private static final List<String> OF_A_SPAN =
      List.of(LogKey.TRACE_ID.key(), "spanId", "parentId", "sampled");

  @Override
  public boolean isLoggable(LogRecord record) {
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

  private static void leaveOutNoTrace(ExtLogRecord log) {
    String trace = log.getMdc(LogKey.TRACE_ID.key());
    if (trace != null && trace.chars().allMatch(c -> c == '0')) {
      OF_A_SPAN.forEach(log::removeMdc);
    }
  }
}
