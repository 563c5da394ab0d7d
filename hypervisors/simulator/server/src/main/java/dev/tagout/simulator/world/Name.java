package dev.tagout.simulator.world;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.id.VmId;
import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.json.Require;
import java.util.regex.Pattern;

/** The name of a host or a VM, which is also its identity on this platform. */
public record Name(@JsonValue String value) implements Comparable<Name> {
  private static final String PLATFORM = "simulator";
  private static final Pattern SHAPE = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._-]{0,63}");

  /** Throws {@link ContractViolation} when the value has another shape. */
  public Name {
    check(value, "name");
  }

  /**
   * @throws ContractViolation that names {@code field} when the value is absent or has another
   *     shape
   */
  public static Name of(String value, String field) {
    check(value, field);
    return new Name(value);
  }

  private static void check(String value, String field) {
    if (!SHAPE.matcher(Require.present(value, field)).matches()) {
      throw new ContractViolation(
          field,
          "must be 1 to 64 letters, digits, dots, underscores and hyphens,"
              + " the first a letter or digit");
    }
  }

  public VmId asVm() {
    return VmId.of(PLATFORM, value);
  }

  public HostId asHost() {
    return HostId.of(PLATFORM, value);
  }

  @Override
  public int compareTo(Name other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
