package dev.tagout.exporter.delivery;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How it is with a receiver. */
public enum State {
  /** It was not spoken to yet. */
  UNKNOWN,
  /** It takes what it is given. */
  UP,
  /** It does not; findings wait in Kafka. */
  DOWN;

  /** As it is written in JSON. */
  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
