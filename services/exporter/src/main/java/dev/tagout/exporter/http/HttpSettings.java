package dev.tagout.exporter.http;

import dev.tagout.exporter.tls.Trust;
import java.net.URI;
import java.time.Duration;

/**
 * A receiver that is posted to.
 *
 * @param maxBytes of one finding, with its envelope
 * @param batchEvents so many in a request
 * @param batchBytes and so much, before it is compressed
 * @param timeout of a request
 */
public record HttpSettings(
    URI url,
    Trust trust,
    boolean gzip,
    int maxBytes,
    int batchEvents,
    int batchBytes,
    Duration connectTimeout,
    Duration timeout) {

  String where() {
    return url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort());
  }
}
