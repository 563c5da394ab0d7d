package dev.tagout.contracts.event;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The types of events, with their names on the wire. */
public enum EventType {
  VM_DEFINED("dev.tagout.vm.defined.v1", SubjectKind.VM, VmDefined.class),
  VM_STARTED("dev.tagout.vm.started.v1", SubjectKind.VM, VmStarted.class),
  VM_STOPPED("dev.tagout.vm.stopped.v1", SubjectKind.VM, VmStopped.class),
  VM_MIGRATED("dev.tagout.vm.migrated.v1", SubjectKind.VM, VmMigrated.class),
  VM_REMOVED("dev.tagout.vm.removed.v1", SubjectKind.VM, VmRemoved.class),
  VM_PATCH_SCANNED("dev.tagout.vm.patch-scanned.v1", SubjectKind.VM, PatchScanned.class),
  VM_PROTECTION_OBSERVED(
      "dev.tagout.vm.protection-observed.v1", SubjectKind.VM, ProtectionObserved.class),
  HOST_CONNECTED("dev.tagout.host.connected.v1", SubjectKind.HOST, HostConnected.class),
  HOST_DISCONNECTED("dev.tagout.host.disconnected.v1", SubjectKind.HOST, HostDisconnected.class),
  HOST_REMOVED("dev.tagout.host.removed.v1", SubjectKind.HOST, HostRemoved.class),
  HOST_SYSTEM_OBSERVED(
      "dev.tagout.host.system-observed.v1", SubjectKind.HOST, SystemObserved.class),
  HOST_PATCH_SCANNED("dev.tagout.host.patch-scanned.v1", SubjectKind.HOST, PatchScanned.class),
  HOST_NETWORK_OBSERVED(
      "dev.tagout.host.network-observed.v1", SubjectKind.HOST, NetworkObserved.class),
  HOST_STORAGE_OBSERVED(
      "dev.tagout.host.storage-observed.v1", SubjectKind.HOST, StorageObserved.class),
  HOST_ACCESS_OBSERVED(
      "dev.tagout.host.access-observed.v1", SubjectKind.HOST, AccessObserved.class);

  private static final Map<String, EventType> BY_NAME =
      Arrays.stream(values()).collect(Collectors.toMap(EventType::wireName, Function.identity()));

  private final String wireName;
  private final SubjectKind subjectKind;
  private final Class<? extends EventData> dataType;

  EventType(String wireName, SubjectKind subjectKind, Class<? extends EventData> dataType) {
    this.wireName = wireName;
    this.subjectKind = subjectKind;
    this.dataType = dataType;
  }

  /** The type with this name on the wire; empty for one that this version does not know. */
  public static Optional<EventType> ofWireName(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  /** The CloudEvents {@code type}. */
  public String wireName() {
    return wireName;
  }

  public SubjectKind subjectKind() {
    return subjectKind;
  }

  public Class<? extends EventData> dataType() {
    return dataType;
  }

  /** Whether it tells of a life, which only a trusted source may do, and not of posture. */
  public boolean isLifecycle() {
    return EventData.Lifecycle.class.isAssignableFrom(dataType);
  }
}
