package dev.tagout.policy.inventory;

import dev.tagout.contracts.event.EventType;
import java.util.Optional;

/** The groups in which facts are kept, as policies name them. */
public enum FactGroup {
  CONFIGURATION("configuration"),
  PATCH("patch"),
  PROTECTION("protection"),
  SYSTEM("system"),
  NETWORK("network"),
  STORAGE("storage"),
  ACCESS("access");

  private final String key;

  FactGroup(String key) {
    this.key = key;
  }

  /** As it stands in the policy input and in the database. */
  public String key() {
    return key;
  }

  /** The group that an observation fills; empty for what tells of a life. */
  public static Optional<FactGroup> of(EventType type) {
    return switch (type) {
      case VM_PATCH_SCANNED, HOST_PATCH_SCANNED -> Optional.of(PATCH);
      case VM_PROTECTION_OBSERVED -> Optional.of(PROTECTION);
      case HOST_SYSTEM_OBSERVED -> Optional.of(SYSTEM);
      case HOST_NETWORK_OBSERVED -> Optional.of(NETWORK);
      case HOST_STORAGE_OBSERVED -> Optional.of(STORAGE);
      case HOST_ACCESS_OBSERVED -> Optional.of(ACCESS);
      case VM_DEFINED,
          VM_STARTED,
          VM_STOPPED,
          VM_MIGRATED,
          VM_REMOVED,
          HOST_CONNECTED,
          HOST_DISCONNECTED,
          HOST_REMOVED ->
          Optional.empty();
    };
  }
}
