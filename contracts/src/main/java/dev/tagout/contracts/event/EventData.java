package dev.tagout.contracts.event;

/** The content of an event; {@link EventType} says which record a type carries. */
public sealed interface EventData {

  /** What a hypervisor says about a VM's or a host's life. */
  sealed interface Lifecycle extends EventData
      permits VmDefined,
          VmStarted,
          VmStopped,
          VmMigrated,
          VmRemoved,
          HostConnected,
          HostDisconnected,
          HostRemoved {}

  /** What a scanner, an agent or an inventory says about posture. */
  sealed interface Observation extends EventData
      permits PatchScanned,
          ProtectionObserved,
          SystemObserved,
          NetworkObserved,
          StorageObserved,
          AccessObserved {}
}
