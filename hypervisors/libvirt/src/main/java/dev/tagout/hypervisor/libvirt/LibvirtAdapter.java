package dev.tagout.hypervisor.libvirt;

import dev.tagout.hypervisor.Capabilities;
import dev.tagout.hypervisor.Capability;
import dev.tagout.hypervisor.HypervisorAdapter;
import dev.tagout.hypervisor.HypervisorSettings;
import dev.tagout.hypervisor.LifecycleSource;
import dev.tagout.hypervisor.PowerControl;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;

/**
 * The adapter to libvirt, over its C library {@code libvirt.so.0}, which must be installed where a
 * source or a power control connects.
 *
 * <p>One configured hypervisor is one host. Its id is {@code libvirt:<configured name>}; without a
 * name, what the host calls itself. A VM's id is {@code libvirt:<uuid>}. The URI is libvirt's own
 * (<a href="https://libvirt.org/uri.html">notation</a>). The property {@code only} is a list of
 * UUIDs with commas between; then the other VMs of the host are neither told of nor touched.
 *
 * <p>The instance of a run is libvirt's id of the domain. It tells two runs apart while the daemon
 * lives. A daemon that is started again goes on from the highest id that still runs, so that after
 * a restart, and only then, a new run may bear the id of one that ended before.
 */
public final class LibvirtAdapter implements HypervisorAdapter {
  /**
   * While connected, a start is seen some milliseconds after it. The window is what the adapter may
   * add when the connection dies unnoticed: until that is noticed, until the next attempt, and the
   * listing, which waits for start hooks that run.
   */
  private static final Duration EXPOSURE =
      Connection.SILENCE.plus(Backoff.LONGEST).plus(Duration.ofSeconds(5));

  @Override
  public String type() {
    return DomainXml.PLATFORM;
  }

  /** The hook is installed apart, on the host; see {@code deploy/libvirt}. */
  @Override
  public Capabilities capabilities() {
    return new Capabilities(Set.of(Capability.SYNC_HOOK, Capability.REACTIVE), EXPOSURE);
  }

  @Override
  public LifecycleSource source(HypervisorSettings settings, Duration listEvery) {
    return new LibvirtSource(LibvirtSettings.of(settings), InstantSource.system(), listEvery);
  }

  @Override
  public PowerControl powerControl(HypervisorSettings settings) {
    return new LibvirtPowerControl(LibvirtSettings.of(settings));
  }
}
