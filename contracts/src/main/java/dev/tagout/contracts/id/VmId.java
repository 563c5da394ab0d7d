package dev.tagout.contracts.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Identity of a VM: {@code <platform>:<native id>}, the UUID where the platform has one, never the
 * name.
 *
 * @param value at most 233 printable ASCII characters without blanks
 */
public record VmId(@JsonValue String value) implements Comparable<VmId> {
  /**
   * Throws {@link dev.tagout.contracts.json.ContractViolation} when the value has another shape.
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public VmId {
    PlatformId.check(value, "$");
  }

  /** The id of a VM on a platform. */
  public static VmId of(String platform, String nativeId) {
    return new VmId(platform + ":" + nativeId);
  }

  /** The platform's name, such as {@code libvirt}. */
  public String platform() {
    return value.substring(0, value.indexOf(':'));
  }

  /** The id by which the platform itself knows it. */
  public String nativeId() {
    return value.substring(value.indexOf(':') + 1);
  }

  @Override
  public int compareTo(VmId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
