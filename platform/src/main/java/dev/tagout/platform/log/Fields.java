package dev.tagout.platform.log;

import io.quarkus.logging.LoggingFilter;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import org.jboss.logmanager.ExtLogRecord;

/**
 * Lets everything pass. What a message says with a {@link LogKey} also becomes a field of the
 * record, which the JSON format writes beside the message.
 */
@LoggingFilter(name = Fields.NAME)
public final class Fields implements Filter {
  static final String NAME = "fields";

  @Override
  public boolean isLoggable(LogRecord record) {
    if (record instanceof ExtLogRecord log && log.getParameters() != null) {
      for (Object parameter : log.getParameters()) {
        if (parameter instanceof LogKey.Keyed keyed && keyed.value() != null) {
          log.putMdc(keyed.key().key(), String.valueOf(keyed.value()));
        }
      }
    }
    return true;
  }
}
