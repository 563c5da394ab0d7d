package dev.tagout.hypervisor.libvirt;

import com.sun.jna.Pointer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.libvirt.jna.ConnectionPointer;
import org.libvirt.jna.DomainPointer;
import org.libvirt.jna.Libvirt;

/**
 * What a connection has registered with libvirt. There is one C callback of each kind for the whole
 * process, which is never collected; libvirt may call it at any time, also while a registration is
 * being cancelled. The listener is found by a number, and is gone when the registration is.
 */
final class EventRegistration {
  /** {@code VIR_DOMAIN_EVENT_ID_LIFECYCLE}. */
  private static final int LIFECYCLE = 0;

  private static final Map<Long, ConnectionListener> LISTENERS = new ConcurrentHashMap<>();
  private static final AtomicLong NUMBERS = new AtomicLong();

  private static final Libvirt.VirConnectDomainEventCallback ON_LIFECYCLE =
      EventRegistration::onLifecycle;
  private static final Libvirt.VirConnectCloseFunc ON_CLOSE = EventRegistration::onClose;

  private final long number;
  private final int callback;

  private EventRegistration(long number, int callback) {
    this.number = number;
    this.callback = callback;
  }

  static EventRegistration register(ConnectionPointer connection, ConnectionListener listener)
      throws LibvirtFailure {
    long number = NUMBERS.incrementAndGet();
    LISTENERS.put(number, listener);
    Pointer opaque = Pointer.createConstant(number);
    try {
      LibvirtFailure.checked(
          Libvirt.INSTANCE.virConnectRegisterCloseCallback(connection, ON_CLOSE, opaque, null));
      return new EventRegistration(
          number,
          LibvirtFailure.checked(
              Libvirt.INSTANCE.virConnectDomainEventRegisterAny(
                  connection, null, LIFECYCLE, ON_LIFECYCLE, opaque, null)));
    } catch (LibvirtFailure e) {
      LISTENERS.remove(number);
      throw e;
    }
  }

  /** The listener hears nothing more. libvirt holds the connection until this was called. */
  void cancel(ConnectionPointer connection) {
    LISTENERS.remove(number);
    // On a connection that is dead these fail to tell the daemon, and are done nevertheless.
    Libvirt.INSTANCE.virConnectDomainEventDeregisterAny(connection, callback);
    Libvirt.INSTANCE.virConnectUnregisterCloseCallback(connection, ON_CLOSE);
  }

  /** UUID and id come with the event; to read them asks nobody. */
  private static int onLifecycle(
      ConnectionPointer connection, DomainPointer domain, int event, int detail, Pointer opaque) {
    ConnectionListener listener = LISTENERS.get(Pointer.nativeValue(opaque));
    if (listener != null) {
      listener.changed(
          DomainDescription.uuid(domain),
          DomainDescription.instance(domain),
          DomainChange.of(event, detail));
    }
    return 0;
  }

  private static void onClose(ConnectionPointer connection, int reason, Pointer opaque) {
    ConnectionListener listener = LISTENERS.get(Pointer.nativeValue(opaque));
    if (listener != null) {
      listener.closed(
          switch (reason) {
            case 0 -> "the connection to libvirt broke";
            case 1 -> "libvirt closed the connection";
            case 2 -> "libvirt gave no sign of life";
            case 3 -> "the connection to libvirt was closed here";
            default -> "the connection to libvirt ended";
          });
    }
  }
}
