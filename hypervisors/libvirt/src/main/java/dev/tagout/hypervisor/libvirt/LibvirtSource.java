package dev.tagout.hypervisor.libvirt;

import dev.tagout.hypervisor.ConnectionState;
import dev.tagout.hypervisor.LifecycleSink;
import dev.tagout.hypervisor.LifecycleSource;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;

/**
 * The lifecycle of one libvirt host's VMs.
 *
 * <p>An event's time is the instant when libvirt told of it, and rises strictly from event to
 * event; the listing's is the instant before it began, or was asked for when it is made again. A
 * start that was refused by the {@code prepare} hook is no event of libvirt's, and so none here.
 */
final class LibvirtSource implements LifecycleSource {
  private static final System.Logger LOG = System.getLogger(LibvirtSource.class.getName());

  /** Longer than a healthy libvirt needs to say goodbye. */
  private static final Duration FAREWELL = Duration.ofSeconds(2);

  private final LibvirtSettings settings;
  private final InstantSource now;
  private final Duration listEvery;
  private final RisingClock clock = new RisingClock();
  private Outlet outlet;
  private Thread thread;
  private boolean closed;

  LibvirtSource(LibvirtSettings settings, InstantSource now, Duration listEvery) {
    this.settings = settings;
    this.now = now;
    this.listEvery = listEvery;
  }

  @Override
  public synchronized void start(LifecycleSink sink) {
    if (thread != null || closed) {
      throw new IllegalStateException("a source is started once, and not after it was closed");
    }
    outlet = new Outlet(sink);
    thread = Thread.ofPlatform().daemon().name("libvirt-source " + settings.uri()).start(this::run);
  }

  @Override
  public void close() {
    Thread running;
    synchronized (this) {
      closed = true;
      running = thread;
    }
    if (running == null) {
      return;
    }
    outlet.shut(running);
    if (running != Thread.currentThread()) {
      try {
        running.join(FAREWELL);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void run() {
    Backoff backoff = new Backoff();
    try {
      while (true) {
        outlet.connection(new ConnectionState.Connecting());
        outlet.connection(new ConnectionState.Disconnected(session(backoff)));
        backoff.await();
      }
    } catch (InterruptedException e) {
      // closed: whatever is left unsaid shows in the next listing
    }
  }

  /** Connects, tells until the connection ends, and says why it did. */
  private String session(Backoff backoff) throws InterruptedException {
    Session session =
        new Session(now, clock, outlet, settings::covers, Session.CAPACITY, listEvery);
    try (Connection connection = Connection.open(settings.uri(), session)) {
      return session.run(
          connection,
          settings.host(connection),
          () -> {
            backoff.reset();
            outlet.connection(new ConnectionState.Connected());
          });
    } catch (LibvirtFailure e) {
      return e.getMessage();
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "uri=" + settings.uri() + " the stream broke; it begins again", e);
      return "the stream broke: " + e.getMessage();
    }
  }
}
