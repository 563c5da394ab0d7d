package dev.tagout.contracts.id;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.json.Require;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Makes ids where no source has an identity of its own: UUIDv7 (RFC 9562 §5.7), in order of time.
 */
public final class Ids {
  private static final NoArgGenerator V7 = Generators.timeBasedEpochGenerator();

  private static final Pattern UUID_SHAPE =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private Ids() {}

  /** A new UUIDv7 as text. */
  public static String next() {
    return V7.generate().toString();
  }

  /**
   * A UUID in the text form of RFC 9562 §4, in small letters. The JDK alone takes 1-1-1-1-1 too.
   */
  static String canonical(String value, String field) {
    if (!UUID_SHAPE.matcher(Require.present(value, field)).matches()) {
      throw new ContractViolation(field, "must be a UUID");
    }
    return value.toLowerCase(Locale.ROOT);
  }
}
