package dev.tagout.hypervisor.libvirt;

import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.id.VmId;
import dev.tagout.hypervisor.HypervisorException;
import dev.tagout.hypervisor.PowerControl;
import dev.tagout.hypervisor.PowerState;
import java.util.Optional;
import java.util.UUID;

/**
 * Power control over one libvirt host. Connects when it is first asked, and again when the
 * connection was lost; then what was asked is asked once more, which is harmless, since everything
 * here may be asked twice. May be used by many threads.
 */
final class LibvirtPowerControl implements PowerControl {
  private final LibvirtSettings settings;
  private Connection connection;
  private boolean closed;

  LibvirtPowerControl(LibvirtSettings settings) {
    this.settings = settings;
  }

  /**
   * Asks the host for its name when none is configured; then an unreachable host is an exception.
   */
  @Override
  public boolean reaches(HostId host) {
    if (settings.configured().isPresent()) {
      return settings.configured().get().id().equals(host);
    }
    return ask("the host's name", c -> settings.host(c).id().equals(host));
  }

  @Override
  public Optional<PowerState> state(HostId host, VmId vm) {
    requireReached(host);
    if (!isOurs(vm)) {
      return Optional.empty();
    }
    return ask("the state of " + vm, c -> c.find(vm.nativeId()))
        .map(d -> d.runs() ? new PowerState(true, d.instance()) : PowerState.off());
  }

  @Override
  public void shutDown(HostId host, VmId vm) {
    unlessOff("shut down", host, vm, c -> c.shutDown(vm.nativeId()));
  }

  @Override
  public void powerOff(HostId host, VmId vm) {
    unlessOff("power off", host, vm, c -> c.destroy(vm.nativeId()));
  }

  /** A transient VM cannot be saved: there would be no definition to start it from. */
  @Override
  public void save(HostId host, VmId vm) {
    unlessOff("save", host, vm, c -> c.managedSave(vm.nativeId()));
  }

  @Override
  public void disableAutostart(HostId host, VmId vm) {
    change("take the autostart mark from", host, vm, c -> c.disableAutostart(vm.nativeId()));
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (connection != null) {
      connection.close();
      connection = null;
    }
  }

  /** A change that has nothing left to do on a VM that does not run. */
  private void unlessOff(String what, HostId host, VmId vm, Change change) {
    change(
        what,
        host,
        vm,
        c -> {
          try {
            change.on(c);
          } catch (LibvirtFailure e) {
            if (!e.notInThisState() || c.find(vm.nativeId()).map(Domain::runs).orElse(true)) {
              throw e;
            }
          }
        });
  }

  private void change(String what, HostId host, VmId vm, Change change) {
    requireReached(host);
    if (!isOurs(vm)) {
      throw new HypervisorException(host + " does not know " + vm);
    }
    ask(
        what + " " + vm,
        c -> {
          change.on(c);
          return true;
        });
  }

  private <T> T ask(String what, Question<T> question) {
    try {
      Connection first = connected();
      try {
        return question.to(first);
      } catch (LibvirtFailure e) {
        if (first.isAlive()) {
          throw e;
        }
        return question.to(connected());
      }
    } catch (LibvirtFailure e) {
      throw new HypervisorException("libvirt did not " + verb(what) + ": " + e.getMessage(), e);
    }
  }

  private static String verb(String what) {
    return what.startsWith("the ") ? "tell " + what : what;
  }

  private synchronized Connection connected() throws LibvirtFailure {
    if (closed) {
      throw new LibvirtFailure(0, "this power control was closed");
    }
    if (connection != null && !connection.isAlive()) {
      connection.close();
      connection = null;
    }
    if (connection == null) {
      connection = Connection.open(settings.uri());
    }
    return connection;
  }

  private void requireReached(HostId host) {
    if (!reaches(host)) {
      throw new HypervisorException(host + " is not reached over " + settings.uri());
    }
  }

  private boolean isOurs(VmId vm) {
    return vm.platform().equals(DomainXml.PLATFORM)
        && isUuid(vm.nativeId())
        && settings.covers(vm.nativeId());
  }

  private static boolean isUuid(String text) {
    try {
      return UUID.fromString(text).toString().equalsIgnoreCase(text);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private interface Question<T> {
    T to(Connection connection) throws LibvirtFailure;
  }

  private interface Change {
    void on(Connection connection) throws LibvirtFailure;
  }
}
