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
 *
 * <p>A run is looked up by its own id right before it is ended ({@link Connection}); a VM that is
 * started again between these two calls, which follow each other on one connection, would be hit.
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
  public void shutDown(HostId host, VmId vm, String instance) {
    toRun("shut down", host, vm, instance, c -> c.shutDown(vm.nativeId(), instance));
  }

  @Override
  public void powerOff(HostId host, VmId vm, String instance) {
    toRun("power off", host, vm, instance, c -> c.destroy(vm.nativeId(), instance));
  }

  /** A transient VM cannot be saved: there would be no definition to start it from. */
  @Override
  public void save(HostId host, VmId vm, String instance) {
    toRun("save", host, vm, instance, c -> c.managedSave(vm.nativeId(), instance));
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

  /** A change to one run that has nothing left to do when the VM does not run. */
  private void toRun(String what, HostId host, VmId vm, String instance, Change change) {
    change(
        what,
        host,
        vm,
        c -> {
          try {
            change.on(c);
          } catch (LibvirtFailure e) {
            if (!e.notInThisState() && !e.unknownDomain()) {
              throw e;
            }
            Domain now = c.find(vm.nativeId()).orElseThrow(() -> e);
            if (now.runs()) {
              throw now.instance().equals(instance)
                  ? e
                  : new LibvirtFailure(
                      0,
                      "it was started again: it runs as %s, not as %s"
                          .formatted(now.instance(), instance));
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
