package dev.tagout.lab.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A network that can be broken: forwards connections on loopback from one port to another, or to
 * several in turn.
 */
final class TcpProxy implements AutoCloseable {
  private static final int BUFFER = 16 * 1024;

  private final ServerSocket server;
  private final List<Integer> targets;
  private final AtomicInteger turn = new AtomicInteger();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private volatile boolean refusing;
  private volatile boolean silent;
  private volatile Duration delay = Duration.ZERO;
  private volatile boolean closed;

  /**
   * Listens at once, on a port that was free.
   *
   * @param targets each connection goes to the next of them that takes it
   */
  TcpProxy(Integer... targets) {
    this.targets = List.of(targets);
    try {
      this.server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().name("proxy-" + port()).start(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  /** Breaks every connection that is open, as a restarted firewall does. New ones may be made. */
  void cut() {
    open.forEach(TcpProxy::reset);
  }

  /** Breaks every connection, new ones too, until {@link #heal()}. */
  void refuse() {
    refusing = true;
    cut();
  }

  /** Takes bytes and passes none on until {@link #heal()}, as a lost route does. */
  void blackhole() {
    silent = true;
  }

  /** Passes everything on later by this much, each way. */
  void delay(Duration by) {
    delay = by;
  }

  /** Everything passes again; what was held back comes first. */
  void heal() {
    lock.lock();
    try {
      refusing = false;
      silent = false;
      delay = Duration.ZERO;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void accept() {
    while (!closed) {
      try {
        Socket client = server.accept();
        Thread.ofVirtual().start(() -> connect(client));
      } catch (IOException e) {
        // Closed; or too many connections at this moment, and the client tries again.
        Thread.yield();
      }
    }
  }

  private void connect(Socket client) {
    open.add(client);
    if (refusing || closed) {
      reset(client);
      open.remove(client);
      return;
    }
    Socket service = null;
    try {
      awaitPassage();
      service = reach();
      open.add(service);
      client.setTcpNoDelay(true);
      service.setTcpNoDelay(true);
      Socket other = service;
      Thread back = Thread.ofVirtual().start(() -> pump(other, client));
      pump(client, service);
      back.join();
    } catch (IOException e) {
      reset(client);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      reset(client);
      open.remove(client);
      if (service != null) {
        reset(service);
        open.remove(service);
      }
    }
  }

  private Socket reach() throws IOException {
    int first = turn.getAndIncrement();
    IOException refused = null;
    for (int i = 0; i < targets.size(); i++) {
      int target = targets.get(Math.floorMod(first + i, targets.size()));
      Socket socket = new Socket();
      try {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target), 2000);
        return socket;
      } catch (IOException e) {
        socket.close();
        refused = e;
      }
    }
    throw refused;
  }

  /** Passes on what comes, until either side ends; then both end. */
  private void pump(Socket from, Socket to) {
    byte[] buffer = new byte[BUFFER];
    try {
      for (int n = from.getInputStream().read(buffer);
          n >= 0;
          n = from.getInputStream().read(buffer)) {
        Duration late = delay;
        if (!late.isZero()) {
          Thread.sleep(late);
        }
        awaitPassage();
        to.getOutputStream().write(buffer, 0, n);
      }
      to.shutdownOutput();
    } catch (IOException e) {
      reset(from);
      reset(to);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitPassage() throws InterruptedException {
    lock.lock();
    try {
      while (silent && !closed) {
        changed.await();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Not by an orderly end: whoever is on the other side shall notice. */
  private static void reset(Socket socket) {
    try {
      if (!socket.isClosed()) {
        socket.setSoLinger(true, 0);
        socket.close();
      }
    } catch (IOException e) {
      // It is gone, which is what was wanted.
    }
  }

  @Override
  public void close() {
    closed = true;
    heal();
    cut();
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
