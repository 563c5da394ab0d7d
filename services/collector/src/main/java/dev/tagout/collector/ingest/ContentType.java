package dev.tagout.collector.ingest;

import jakarta.ws.rs.core.MediaType;
import java.util.Locale;

/** The modes of the CloudEvents HTTP binding, told apart by the content type (its §3). */
enum ContentType {
  /** Attributes are headers, the body is the data. */
  BINARY,
  /** The body is one event. */
  STRUCTURED,
  /** The body is an array of events. */
  BATCH,
  /** None that is taken. */
  UNSUPPORTED;

  static final String STRUCTURED_TYPE = "application/cloudevents+json";
  static final String BATCH_TYPE = "application/cloudevents-batch+json";

  /**
   * @param header the content type, null when there is none
   */
  static ContentType of(String header) {
    return switch (bare(header)) {
      case STRUCTURED_TYPE -> STRUCTURED;
      case BATCH_TYPE -> BATCH;
      case String other when other.startsWith("application/cloudevents") -> UNSUPPORTED;
      case String other when isJson(other) -> BINARY;
      default -> UNSUPPORTED;
    };
  }

  /** JSON itself, or a type that is written in it (RFC 6839 §3.1). */
  static boolean isJson(String contentType) {
    String bare = bare(contentType);
    return bare.equals(MediaType.APPLICATION_JSON)
        || bare.startsWith("application/") && bare.endsWith("+json");
  }

  private static String bare(String header) {
    if (header == null) {
      return "";
    }
    int end = header.indexOf(';');
    return (end < 0 ? header : header.substring(0, end)).strip().toLowerCase(Locale.ROOT);
  }
}
