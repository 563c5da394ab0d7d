package dev.tagout.contracts.policy;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;

/** What has become of a break-glass, as of the moment at which it was asked. */
public enum BreakGlassState {
  /** Nobody has approved it: it admits nothing. */
  @JsonProperty("requested")
  REQUESTED,
  /** It admits its VM once. */
  @JsonProperty("approved")
  APPROVED,
  /** It has admitted its VM. */
  @JsonProperty("used")
  USED,
  /** Its time is over, and it was not used, whether it was approved or not. */
  @JsonProperty("expired")
  EXPIRED,
  /** Taken back before it was used. */
  @JsonProperty("revoked")
  REVOKED,

  /** A value that this version does not know. Admits nothing. */
  @JsonProperty("unrecognized")
  @JsonEnumDefaultValue
  UNRECOGNIZED;

  /** Whether somebody may approve it. */
  public boolean canBeApproved() {
    return this == REQUESTED;
  }

  /** Whether there is something to take back. */
  public boolean canBeRevoked() {
    return switch (this) {
      case REQUESTED, APPROVED -> true;
      case USED, EXPIRED, REVOKED, UNRECOGNIZED -> false;
    };
  }
}
