package dev.tagout.hypervisor.libvirt;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import org.libvirt.jna.DomainPointer;

/** Calls of libvirt's C library that the Java binding lacks, or makes with the wrong charset. */
interface LibvirtCalls extends Library {
  LibvirtCalls INSTANCE = Native.load("virt", LibvirtCalls.class);

  /** Cheaper than {@code virDomainGetInfo}, which asks QEMU, and tells the reason. */
  int virDomainGetState(
      DomainPointer domain, IntByReference state, IntByReference reason, int flags);

  /**
   * The binding's own decodes with the platform's charset, which in a container is often ASCII.
   *
   * @return UTF-8, owned by the domain
   */
  Pointer virDomainGetName(DomainPointer domain);
}
