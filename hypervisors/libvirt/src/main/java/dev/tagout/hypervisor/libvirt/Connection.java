package dev.tagout.hypervisor.libvirt;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.libvirt.jna.CString;
import org.libvirt.jna.ConnectionPointer;
import org.libvirt.jna.DomainByReference;
import org.libvirt.jna.DomainPointer;
import org.libvirt.jna.Libvirt;

/**
 * One connection to a libvirt daemon, for use by many threads. Works on the binding's C calls and
 * not on its {@code Connect} and {@code Domain}: these clamp details of events that they do not
 * know, give their callbacks to the garbage collector while libvirt may still call them, and free
 * what they hold in finalizers.
 *
 * <p>The native connection is closed by whoever uses it last, so that {@link #close()} neither
 * waits for a call that hangs nor takes the connection from under it.
 */
final class Connection implements AutoCloseable {
  private static final int KEEP_ALIVE_SECONDS = 2;
  private static final int KEEP_ALIVE_COUNT = 3;

  /** After this long without a sign of life a connection over a network counts as dead. */
  static final Duration SILENCE = Duration.ofSeconds(KEEP_ALIVE_SECONDS * (KEEP_ALIVE_COUNT + 1L));

  private final ConnectionPointer pointer;
  private final EventRegistration events;
  private int users;
  private boolean closing;

  private Connection(ConnectionPointer pointer, EventRegistration events) {
    this.pointer = pointer;
    this.events = events;
  }

  /** Connects for calls alone. */
  static Connection open(String uri) throws LibvirtFailure {
    return new Connection(connect(uri), null);
  }

  /** Connects, and the listener hears everything from before this returns. */
  static Connection open(String uri, ConnectionListener listener) throws LibvirtFailure {
    ConnectionPointer pointer = connect(uri);
    try {
      return new Connection(pointer, EventRegistration.register(pointer, listener));
    } catch (LibvirtFailure e) {
      Libvirt.INSTANCE.virConnectClose(pointer);
      throw e;
    }
  }

  private static ConnectionPointer connect(String uri) throws LibvirtFailure {
    EventLoop.ensureRunning();
    ConnectionPointer pointer = Libvirt.INSTANCE.virConnectOpen(uri);
    if (pointer == null) {
      throw LibvirtFailure.last();
    }
    // Drivers that run in this process, such as test:, have no keep-alive, and need none.
    Libvirt.INSTANCE.virConnectSetKeepAlive(pointer, KEEP_ALIVE_SECONDS, KEEP_ALIVE_COUNT);
    return pointer;
  }

  /** Whether the connection was not closed by the other side. Asks nobody. */
  boolean isAlive() {
    try {
      return call(() -> Libvirt.INSTANCE.virConnectIsAlive(pointer)) == 1;
    } catch (LibvirtFailure e) {
      return false;
    }
  }

  String hostName() throws LibvirtFailure {
    return call(
        () -> {
          CString name = Libvirt.INSTANCE.virConnectGetHostname(pointer);
          if (name == null) {
            throw LibvirtFailure.last();
          }
          return name.toString();
        });
  }

  /** All domains, whether they run or not. Waits for every start hook that runs. */
  List<Domain> list() throws LibvirtFailure {
    List<Domain> domains = new ArrayList<>();
    forAll(domain -> DomainDescription.of(domain, pointer).ifPresent(domains::add));
    return domains;
  }

  /**
   * All domains without their definitions, whether they run or not. Waits for every start hook that
   * runs.
   *
   * @return empty when one of them starts or stops at this moment: then it cannot be said of it
   */
  Optional<List<Domain>> roll() throws LibvirtFailure {
    List<Domain> domains = new ArrayList<>();
    boolean[] all = {true};
    forAll(
        domain ->
            DomainDescription.settled(domain).ifPresentOrElse(domains::add, () -> all[0] = false));
    return all[0] ? Optional.of(domains) : Optional.empty();
  }

  private void forAll(EachDomain each) throws LibvirtFailure {
    call(
        () -> {
          DomainByReference array = new DomainByReference();
          int count =
              LibvirtFailure.checked(Libvirt.INSTANCE.virConnectListAllDomains(pointer, array, 0));
          Pointer pointers = array.getValue();
          try {
            for (int i = 0; i < count; i++) {
              each.take(domainAt(pointers, i));
            }
          } finally {
            for (int i = 0; i < count; i++) {
              Libvirt.INSTANCE.virDomainFree(domainAt(pointers, i));
            }
            Native.free(Pointer.nativeValue(pointers));
          }
          return count;
        });
  }

  private static DomainPointer domainAt(Pointer array, int index) {
    return new DomainPointer(array.getPointer((long) index * Native.POINTER_SIZE));
  }

  /** One domain; empty when there is none of that UUID. Waits for its start hook. */
  Optional<Domain> find(String uuid) throws LibvirtFailure {
    try {
      return withDomain(uuid, domain -> DomainDescription.of(domain, pointer));
    } catch (LibvirtFailure e) {
      if (e.unknownDomain()) {
        return Optional.empty();
      }
      throw e;
    }
  }

  void destroy(String uuid, String instance) throws LibvirtFailure {
    withRun(
        uuid,
        instance,
        domain -> LibvirtFailure.checked(Libvirt.INSTANCE.virDomainDestroy(domain)));
  }

  void shutDown(String uuid, String instance) throws LibvirtFailure {
    withRun(
        uuid,
        instance,
        domain -> LibvirtFailure.checked(Libvirt.INSTANCE.virDomainShutdown(domain)));
  }

  void managedSave(String uuid, String instance) throws LibvirtFailure {
    withRun(
        uuid,
        instance,
        domain -> LibvirtFailure.checked(Libvirt.INSTANCE.virDomainManagedSave(domain, 0)));
  }

  void disableAutostart(String uuid) throws LibvirtFailure {
    withDomain(
        uuid,
        domain -> {
          IntByReference marked = new IntByReference();
          LibvirtFailure.checked(Libvirt.INSTANCE.virDomainGetAutostart(domain, marked));
          // A transient domain has no mark, and libvirt refuses to take what is not there.
          return marked.getValue() == 0
              ? 0
              : LibvirtFailure.checked(Libvirt.INSTANCE.virDomainSetAutostart(domain, 0));
        });
  }

  /** Ends the use. A call that is under way still ends well; later ones fail. */
  @Override
  public void close() {
    synchronized (this) {
      if (closing) {
        return;
      }
      closing = true;
      if (users > 0) {
        return;
      }
    }
    disconnect();
  }

  private void disconnect() {
    if (events != null) {
      events.cancel(pointer);
    }
    Libvirt.INSTANCE.virConnectClose(pointer);
  }

  private <T> T withDomain(String uuid, OnDomain<T> onDomain) throws LibvirtFailure {
    return with(() -> Libvirt.INSTANCE.virDomainLookupByUUIDString(pointer, uuid), onDomain);
  }

  /**
   * Looks a run up by its id, which fails as soon as that run has ended, and acts on it at once.
   * libvirt knows no condition that is checked with the act: its daemon finds the domain by its
   * UUID again. What is left is the time between two calls on one connection.
   *
   * <p>Ids count up for as long as the daemon's state lives, and begin anew when the host boots: so
   * the UUID is compared, too.
   */
  private void withRun(String uuid, String instance, OnDomain<Integer> onDomain)
      throws LibvirtFailure {
    int id = id(instance);
    with(
        () -> Libvirt.INSTANCE.virDomainLookupByID(pointer, id),
        domain -> {
          if (!DomainDescription.uuid(domain).equalsIgnoreCase(uuid)) {
            throw LibvirtFailure.ofUnknownDomain("the run " + instance + " is of another VM");
          }
          return onDomain.apply(domain);
        });
  }

  private static int id(String instance) throws LibvirtFailure {
    try {
      return Integer.parseInt(instance);
    } catch (NumberFormatException e) {
      throw LibvirtFailure.ofUnknownDomain("libvirt knows no run " + instance);
    }
  }

  private <T> T with(Supplier<DomainPointer> lookup, OnDomain<T> onDomain) throws LibvirtFailure {
    return call(
        () -> {
          DomainPointer domain = lookup.get();
          if (domain == null) {
            throw LibvirtFailure.last();
          }
          try {
            return onDomain.apply(domain);
          } finally {
            Libvirt.INSTANCE.virDomainFree(domain);
          }
        });
  }

  private <T> T call(Call<T> call) throws LibvirtFailure {
    synchronized (this) {
      if (closing) {
        throw new LibvirtFailure(0, "the connection was closed");
      }
      users++;
    }
    try {
      return call.run();
    } finally {
      boolean last;
      synchronized (this) {
        users--;
        last = closing && users == 0;
      }
      if (last) {
        disconnect();
      }
    }
  }

  private interface Call<T> {
    T run() throws LibvirtFailure;
  }

  private interface EachDomain {
    void take(DomainPointer domain) throws LibvirtFailure;
  }

  private interface OnDomain<T> {
    T apply(DomainPointer domain) throws LibvirtFailure;
  }
}
