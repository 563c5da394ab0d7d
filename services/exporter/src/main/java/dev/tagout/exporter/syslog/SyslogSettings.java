package dev.tagout.exporter.syslog;

import dev.tagout.exporter.tls.Trust;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A syslog receiver.
 *
 * @param trust with TLS; empty for plain TCP
 * @param hostname who we say we are
 * @param enterpriseNumber the site's own, for structured data
 * @param maxBytes of a message with its header
 * @param settle how long a connection must have outlived what it carried
 * @param settleBy how it is known that what was written was read
 * @param connectTimeout of a connection with its handshake
 * @param timeout for any progress of a write, and for the answer to an orderly close
 */
public record SyslogSettings(
    String host,
    int port,
    Optional<Trust> trust,
    String hostname,
    OptionalInt enterpriseNumber,
    int maxBytes,
    Duration settle,
    SettleBy settleBy,
    Duration connectTimeout,
    Duration timeout) {

  /** How it is known that what was written was read. */
  public enum SettleBy {
    /** The receiver read to the end that we sent, and closed. */
    CLOSE,
    /** Only that the connection is still there. */
    TIME
  }

  String where() {
    return host + ":" + port;
  }
}
