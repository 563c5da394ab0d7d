package dev.tagout.platform.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.junit.jupiter.api.Test;

class FieldsTest {
  private final Fields fields = new Fields();

  private static ExtLogRecord record(String format, Object... arguments) {
    ExtLogRecord record =
        new ExtLogRecord(Level.INFO, format, ExtLogRecord.FormatStyle.PRINTF, "any");
    record.setLoggerName("dev.tagout.Test");
    record.setParameters(arguments);
    return record;
  }

  private static ExtLogRecord inASpan(String trace, String span) {
    ExtLogRecord record = record("decided %s", LogKey.VM_ID.is("libvirt:a"));
    record.putMdc("traceId", trace);
    record.putMdc("spanId", span);
    record.putMdc("sampled", "false");
    return record;
  }

  @Test
  void leavesOutTheIdsOfNoTrace() {
    // Given
    ExtLogRecord record = inASpan("0".repeat(32), "0".repeat(16));

    // When
    boolean written = fields.isLoggable(record);

    // Then
    assertThat(written).isTrue();
    assertThat(record.getMdcCopy()).isEqualTo(Map.of("vmId", "libvirt:a"));
  }

  private static final class Leaving extends IllegalStateException implements Farewell {
    private static final long serialVersionUID = 1L;
  }

  private static ExtLogRecord failed(Throwable thrown) {
    ExtLogRecord record = record("SRMSG00200: The method %s has thrown an exception", "vms");
    record.setThrown(thrown);
    return record;
  }

  @Test
  void keepsOutWhatAnOrdinaryStopLeaves() {
    // Given
    ExtLogRecord nacked = record("SRMSG18203: A message sent to channel `%s` has been nacked", "x");

    // When
    boolean before = fields.isLoggable(nacked);
    boolean real = fields.isLoggable(failed(new IllegalStateException("a bug")));
    boolean left = fields.isLoggable(failed(new IllegalStateException(new Leaving())));
    boolean after = fields.isLoggable(nacked);
    boolean realAfter = fields.isLoggable(failed(new IllegalStateException("a bug")));

    // Then
    assertThat(before).isTrue();
    assertThat(real).isTrue();
    assertThat(left).isFalse();
    assertThat(after).isFalse();
    assertThat(realAfter).isTrue();
  }

  @Test
  void keepsTheIdsOfATrace() {
    // Given
    ExtLogRecord record = inASpan("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7");

    // When
    fields.isLoggable(record);

    // Then
    assertThat(record.getMdcCopy())
        .isEqualTo(
            Map.of(
                "vmId", "libvirt:a",
                "traceId", "4bf92f3577b34da6a3ce929d0e0e4736",
                "spanId", "00f067aa0ba902b7",
                "sampled", "false"));
  }
}
