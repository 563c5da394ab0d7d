package dev.tagout.hypervisor;

import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.id.VmId;
import java.util.Optional;

/**
 * Changes the power state of VMs. Every method may be called twice: what is so already is not an
 * error. Calls block until the hypervisor has done it.
 *
 * <p>What ends a run names the run that is meant, as {@link PowerState#instance} does. When the VM
 * does not run there is nothing left to do; when it was started again since, the call fails and the
 * other run goes on. An adapter says in its documentation how tightly its hypervisor lets it keep
 * this.
 */
public interface PowerControl extends AutoCloseable {
  /** Whether this control reaches that host. */
  boolean reaches(HostId host);

  /**
   * What the VM is on that host now.
   *
   * @return empty when the host does not know the VM
   * @throws HypervisorException when the hypervisor could not be asked
   */
  Optional<PowerState> state(HostId host, VmId vm);

  /**
   * Asks the guest to shut down, and returns without waiting for it.
   *
   * @throws HypervisorException when it was not done, or another run goes on
   */
  void shutDown(HostId host, VmId vm, String instance);

  /**
   * Takes the power away at once.
   *
   * @throws HypervisorException when it was not done, or another run goes on
   */
  void powerOff(HostId host, VmId vm, String instance);

  /**
   * Saves the VM's memory to disk and stops it.
   *
   * @throws HypervisorException when it was not done, or another run goes on
   */
  void save(HostId host, VmId vm, String instance);

  /**
   * Takes the mark from the VM that makes the host start it by itself.
   *
   * @throws HypervisorException when it was not done
   */
  void disableAutostart(HostId host, VmId vm);

  @Override
  void close();
}
