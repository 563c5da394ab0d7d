package dev.tagout.contracts.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Identity of a host: {@code <platform>:<native id>}, such as {@code libvirt:host-a}.
 *
 * @param value at most 233 printable ASCII characters without blanks
 */
public record HostId(@JsonValue String value) implements Comparable<HostId> {
  /**
   * Throws {@link dev.tagout.contracts.json.ContractViolation} when the value has another shape.
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public HostId {
    PlatformId.check(value, "$");
  }

  /** The id of a host on a platform. */
  public static HostId of(String platform, String nativeId) {
    return new HostId(platform + ":" + nativeId);
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
  public int compareTo(HostId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
