package dev.tagout.hypervisor.libvirt;

import dev.tagout.contracts.event.RunState;
import dev.tagout.contracts.id.VmId;

/**
 * A domain as libvirt tells it.
 *
 * @param name untrusted, may hold anything
 * @param instance libvirt's id of this run; null when it does not run
 * @param xml null where libvirt did not tell it
 */
record Domain(String uuid, String name, RunState state, String instance, String xml) {
  private static final int MAX_NAME = 255;

  VmId id() {
    return VmId.of(DomainXml.PLATFORM, uuid);
  }

  boolean runs() {
    return instance != null;
  }

  /** A name that no reader of ours stumbles over. A VM is not lost because of its name. */
  String shownName() {
    String shown = name.replaceAll("\\p{Cntrl}", "\uFFFD");
    if (shown.isBlank()) {
      return uuid;
    }
    return shown.length() > MAX_NAME ? shown.substring(0, MAX_NAME) : shown;
  }
}
