package dev.tagout.hypervisor.libvirt;

import dev.tagout.contracts.event.StartCause;
import dev.tagout.contracts.event.StopCause;

/**
 * What happened to a domain, as {@code virDomainEventType} and its details of {@code
 * libvirt/libvirt-domain.h} tell it.
 */
sealed interface DomainChange {
  /** It runs from now on. */
  record Started(StartCause cause) implements DomainChange {}

  /** It runs no more. */
  record Stopped(StopCause cause) implements DomainChange {}

  /** Its definition was added, changed or renamed. */
  record Defined() implements DomainChange {}

  /** A definition was taken away or renamed. The domain may be there nevertheless: it may run. */
  record Undefined() implements DomainChange {}

  /** Nothing that starts or stops: paused, resumed, shutting down, panicked. */
  record Other() implements DomainChange {}

  static DomainChange of(int event, int detail) {
    return switch (event) {
      case 0 -> new Defined();
      case 1 -> new Undefined();
      case 2 -> new Started(startCause(detail));
      case 5 -> new Stopped(stopCause(detail));
      default -> new Other();
    };
  }

  private static StartCause startCause(int detail) {
    return switch (detail) {
      case 0 -> StartCause.BOOT;
      case 1 -> StartCause.MIGRATION;
      // from a save file, or from a snapshot that holds memory
      case 2, 3 -> StartCause.RESTORE;
      case 4 -> StartCause.WAKEUP;
      default -> StartCause.UNKNOWN;
    };
  }

  private static StopCause stopCause(int detail) {
    return switch (detail) {
      case 0 -> StopCause.SHUTDOWN;
      case 1 -> StopCause.DESTROYED;
      case 2 -> StopCause.CRASHED;
      case 3 -> StopCause.MIGRATED;
      case 4 -> StopCause.SAVED;
      case 5 -> StopCause.FAILED;
      // 6: stopped to go back to a snapshot
      default -> StopCause.UNKNOWN;
    };
  }
}
