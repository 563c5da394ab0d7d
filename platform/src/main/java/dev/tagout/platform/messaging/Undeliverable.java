package dev.tagout.platform.messaging;

import dev.tagout.contracts.json.ContractViolation;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.UnsupportedForMessageFormatException;

/**
 * Tells a record that Kafka refuses for what it is, today and tomorrow, from everything else that
 * keeps it from being sent. What is in doubt does not count: it is tried again.
 */
public final class Undeliverable {
  /** A chain of causes may bite its own tail. */
  private static final int DEEPEST = 100;

  private Undeliverable() {}

  /** Whether the failure is about the record, and would be the same at every attempt. */
  public static boolean explains(Throwable failure) {
    Throwable t = failure;
    for (int depth = 0; t != null && depth < DEEPEST; depth++) {
      if (t instanceof RecordTooLargeException
          || t instanceof RecordBatchTooLargeException
          || t instanceof InvalidTopicException
          || t instanceof InvalidRecordException
          || t instanceof PolicyViolationException
          || t instanceof SerializationException
          || t instanceof UnsupportedForMessageFormatException
          || t instanceof ContractViolation) {
        return true;
      }
      t = t.getCause();
    }
    return false;
  }
}
