package dev.tagout.hypervisor.libvirt;

import org.libvirt.jna.Libvirt;
import org.libvirt.jna.virError;

/** libvirt did not do what it was asked. The message is libvirt's own, for a person. */
final class LibvirtFailure extends Exception {
  private static final long serialVersionUID = 1L;

  /** {@code virErrorNumber}: a domain of that identity does not exist. */
  private static final int NO_DOMAIN = 42;

  /** {@code virErrorNumber}: not in the state that the domain is in. */
  private static final int OPERATION_INVALID = 55;

  private final int code;

  /**
   * @param code a {@code virErrorNumber} of {@code libvirt/virterror.h}; 0 where there is none
   */
  LibvirtFailure(int code, String message) {
    super(message);
    this.code = code;
  }

  LibvirtFailure(String message, Throwable cause) {
    super(message, cause);
    this.code = 0;
  }

  /** The result of a call, when it is none that says that the call failed. */
  static int checked(int result) throws LibvirtFailure {
    if (result < 0) {
      throw last();
    }
    return result;
  }

  /** libvirt keeps the error of each thread's last call. */
  static LibvirtFailure last() {
    virError error = Libvirt.INSTANCE.virGetLastError();
    return error == null || error.message == null
        ? new LibvirtFailure(error == null ? 0 : error.code, "libvirt gave no reason")
        : new LibvirtFailure(error.code, error.message.strip());
  }

  /** As libvirt's own, of what it was not asked for. */
  static LibvirtFailure ofUnknownDomain(String message) {
    return new LibvirtFailure(NO_DOMAIN, message);
  }

  boolean unknownDomain() {
    return code == NO_DOMAIN;
  }

  /** Such as the shutdown of a domain that does not run. */
  boolean notInThisState() {
    return code == OPERATION_INVALID;
  }
}
