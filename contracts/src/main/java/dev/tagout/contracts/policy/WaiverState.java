package dev.tagout.contracts.policy;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;

/** What has become of a waiver, as of the moment at which it was asked. */
public enum WaiverState {
  /** Nobody has approved it: it does not count. */
  @JsonProperty("requested")
  REQUESTED,
  /** Approved, and its start is still to come. */
  @JsonProperty("approved")
  APPROVED,
  /** In force. */
  @JsonProperty("active")
  ACTIVE,
  /** Its time is over, whether it was approved or not. */
  @JsonProperty("expired")
  EXPIRED,
  /** Taken back before its time was over. */
  @JsonProperty("revoked")
  REVOKED,

  /** A value that this version does not know. Never in force. */
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
      case REQUESTED, APPROVED, ACTIVE -> true;
      case EXPIRED, REVOKED, UNRECOGNIZED -> false;
    };
  }
}
