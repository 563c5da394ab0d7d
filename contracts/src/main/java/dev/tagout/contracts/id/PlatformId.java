package dev.tagout.contracts.id;

import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.json.Require;
import java.util.regex.Pattern;

/** The shape that ids of VMs and hosts share: {@code <platform>:<native id>}. */
final class PlatformId {
  /**
   * A platform's name, then anything printable without blanks: ids stand in URLs, keys and logs.
   */
  private static final Pattern SHAPE = Pattern.compile("[a-z][a-z0-9-]{0,31}:[\\x21-\\x7e]{1,200}");

  private PlatformId() {}

  static String check(String value, String field) {
    Require.present(value, field);
    if (!SHAPE.matcher(value).matches()) {
      throw new ContractViolation(
          field,
          "must be <platform>:<native id>, printable and without blanks, such as libvirt:0f3c…");
    }
    return value;
  }
}
