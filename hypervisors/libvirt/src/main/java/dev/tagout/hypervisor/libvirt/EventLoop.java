package dev.tagout.hypervisor.libvirt;

import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.libvirt.Library;
import org.libvirt.LibvirtException;
import org.libvirt.jna.Libvirt;

/**
 * libvirt's event loop: one in the process, which must be there before the first connection. It
 * carries events, keep-alives and the news that a connection was closed; so nothing that it calls
 * may wait.
 */
final class EventLoop {
  private static final System.Logger LOG = System.getLogger(EventLoop.class.getName());

  /** libvirt prints its errors otherwise. They reach the callers as exceptions. Never collected. */
  private static final Libvirt.VirErrorCallback QUIET = (userData, error) -> {};

  private static boolean running;

  private EventLoop() {}

  /**
   * Starts the loop unless it runs.
   *
   * @throws LibvirtFailure when libvirt's library is not there or refuses
   */
  static synchronized void ensureRunning() throws LibvirtFailure {
    if (running) {
      return;
    }
    try {
      Library.initEventLoop();
      Libvirt.INSTANCE.virSetErrorFunc(null, QUIET);
    } catch (LibvirtException e) {
      throw new LibvirtFailure("libvirt's event loop does not start: " + e.getMessage(), e);
    } catch (LinkageError e) {
      throw new LibvirtFailure("libvirt's client library (libvirt.so.0) cannot be loaded", e);
    }
    Thread.ofPlatform().daemon().name("libvirt-events").start(EventLoop::run);
    running = true;
  }

  private static void run() {
    while (true) {
      try {
        Library.processEvent();
      } catch (LibvirtException e) {
        LOG.log(Level.WARNING, "one turn of the event loop failed: {0}", e.getMessage());
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
      }
    }
  }
}
