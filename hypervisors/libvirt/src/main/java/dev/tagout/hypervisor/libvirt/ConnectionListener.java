package dev.tagout.hypervisor.libvirt;

/**
 * Hears a {@link Connection}. Called by libvirt's event loop, which everything waits for: must
 * return at once, and must not ask libvirt anything.
 */
interface ConnectionListener {
  /**
   * @param instance libvirt's id of the run; null when the domain does not run
   */
  void changed(String uuid, String instance, DomainChange change);

  /** The connection is gone. */
  void closed(String reason);
}
