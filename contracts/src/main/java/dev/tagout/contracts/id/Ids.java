package dev.tagout.contracts.id;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;

/**
 * Makes ids where no source has an identity of its own: UUIDv7 (RFC 9562 §5.7), in order of time.
 */
public final class Ids {
  private static final NoArgGenerator V7 = Generators.timeBasedEpochGenerator();

  private Ids() {}

  /** A new UUIDv7 as text. */
  public static String next() {
    return V7.generate().toString();
  }
}
