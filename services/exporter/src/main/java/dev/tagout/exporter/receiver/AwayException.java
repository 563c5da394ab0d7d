package dev.tagout.exporter.receiver;

import java.time.Duration;
import java.util.Optional;

/** A receiver does not take anything now, and nothing is wrong with what it was given. */
public final class AwayException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Optional<Duration> retryAfter;

  /**
   * @param reason for a person: what is the matter, without any secret
   */
  public AwayException(String reason) {
    this(reason, Optional.empty(), null);
  }

  public AwayException(String reason, Throwable cause) {
    this(reason, Optional.empty(), cause);
  }

  /**
   * @param retryAfter how long the receiver itself asks to be left alone
   */
  public AwayException(String reason, Optional<Duration> retryAfter, Throwable cause) {
    super(reason, cause);
    this.retryAfter = retryAfter;
  }

  public Optional<Duration> retryAfter() {
    return retryAfter;
  }
}
