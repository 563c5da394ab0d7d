package dev.tagout.hypervisor.simulator;

import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.hypervisor.ConnectionState;
import dev.tagout.hypervisor.LifecycleSink;
import dev.tagout.hypervisor.LifecycleSource;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Tells what the simulator's event stream tells. A line that makes no sense ends the connection:
 * the listing of the next one says what the line could not.
 */
final class SimulatorSource implements LifecycleSource {
  /** The simulator sends something at least each second. */
  static final Duration SILENCE = Duration.ofSeconds(3);

  static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(2);
  private static final Duration SHORTEST_BACK_OFF = Duration.ofMillis(100);
  private static final System.Logger LOG = System.getLogger(SimulatorSource.class.getName());

  private final URI source;
  private final Endpoint endpoint;
  private final Duration listEvery;
  private final Duration silence;
  private final CountDownLatch closed = new CountDownLatch(1);
  private Thread thread;

  /**
   * @param listEvery how often to be told again what is there
   * @param silence after which a connection counts as lost
   */
  SimulatorSource(String name, Endpoint endpoint, Duration listEvery, Duration silence) {
    this.source = uri(name);
    this.endpoint = endpoint;
    this.listEvery = listEvery;
    this.silence = silence;
  }

  @Override
  public synchronized void start(LifecycleSink sink) {
    if (thread != null || isClosed()) {
      throw new IllegalStateException("a source is started once");
    }
    thread =
        Thread.ofPlatform().daemon().name("source" + source.getPath()).unstarted(() -> run(sink));
    thread.start();
  }

  @Override
  public void close() {
    closed.countDown();
    Thread running;
    synchronized (this) {
      running = thread;
    }
    if (running != null && running != Thread.currentThread()) {
      running.interrupt();
      awaitEnd(running);
    }
    endpoint.close();
  }

  private void run(LifecycleSink sink) {
    Narrator narrator = new Narrator(source, sink);
    Duration backOff = SHORTEST_BACK_OFF;
    try {
      while (!isClosed()) {
        Attempt attempt = listen(narrator, sink);
        backOff = attempt.listed() ? SHORTEST_BACK_OFF : longer(backOff);
        if (!isClosed()) {
          tellLost(attempt.reason(), narrator, sink);
        }
        closed.await(backOff.toNanos(), TimeUnit.NANOSECONDS);
      }
    } catch (InterruptedException e) {
      // closed, and nobody waits for this thread's interrupt
    }
  }

  /** Connects and tells, until the connection is lost. */
  private Attempt listen(Narrator narrator, LifecycleSink sink) throws InterruptedException {
    boolean listed = false;
    try (StreamReader reader = new StreamReader(endpoint, listEvery, silence)) {
      sink.connection(new ConnectionState.Connecting());
      while (!isClosed()) {
        switch (StreamLine.read(reader.next())) {
          case StreamLine.Listing listing -> {
            if (listed) {
              narrator.tellAgain(listing);
            } else {
              narrator.tell(listing);
              listed = true;
              sink.connection(new ConnectionState.Connected());
            }
          }
          case StreamLine.Happened event -> narrator.tell(event);
          case StreamLine.Heartbeat heartbeat -> narrator.tell(heartbeat);
          case StreamLine.Unknown unknown ->
              LOG.log(System.Logger.Level.DEBUG, "a line of an unknown kind: source={0}", source);
        }
      }
      return new Attempt(listed, "closed");
    } catch (StreamLost e) {
      return new Attempt(listed, e.getMessage());
    } catch (ContractViolation e) {
      return new Attempt(listed, "the simulator sent what makes no sense: " + e.getMessage());
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "an event was not taken: source=" + source, e);
      return new Attempt(listed, "an event was not taken: " + e.getMessage());
    }
  }

  private void tellLost(String reason, Narrator narrator, LifecycleSink sink)
      throws InterruptedException {
    try {
      narrator.tellLost(reason);
      sink.connection(new ConnectionState.Disconnected(reason));
    } catch (RuntimeException e) {
      // the narrator still knows that it has this to tell
      LOG.log(System.Logger.Level.WARNING, "an event was not taken: source=" + source, e);
    }
  }

  private boolean isClosed() {
    return closed.getCount() == 0;
  }

  private static void awaitEnd(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static Duration longer(Duration backOff) {
    Duration doubled = backOff.multipliedBy(2);
    return doubled.compareTo(LONGEST_BACK_OFF) > 0 ? LONGEST_BACK_OFF : doubled;
  }

  private static URI uri(String name) {
    try {
      return new URI(null, null, "/collector/" + SimulatorAdapter.TYPE + "/" + name, null);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("name does not fit into a URI: " + name, e);
    }
  }

  /**
   * How a connection went.
   *
   * @param listed whether it got as far as the listing
   * @param reason why it ended
   */
  private record Attempt(boolean listed, String reason) {}
}
