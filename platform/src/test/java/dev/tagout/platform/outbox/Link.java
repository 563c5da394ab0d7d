package dev.tagout.platform.outbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A way to a server on loopback that can be cut, closed, or swallow what passes for a while. */
final class Link implements AutoCloseable {
  private final ServerSocket door;
  private final int target;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private boolean silent;
  private volatile boolean refusing;

  Link(int target) {
    this.target = target;
    try {
      door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return door.getLocalPort();
  }

  /** Resets what is open; new connections may be made. */
  void cut() {
    open.forEach(Link::reset);
  }

  /** Resets what is open and what comes, until it is healed. */
  void refuse() {
    refusing = true;
    cut();
  }

  /** Both sides stay connected, and neither hears from the other until it is healed. */
  synchronized void blackhole() {
    silent = true;
  }

  /** Lets everything pass again, first what was held back. */
  synchronized void heal() {
    refusing = false;
    silent = false;
    notifyAll();
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        Socket client = door.accept();
        if (refusing) {
          reset(client);
        } else {
          Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
          Thread.ofVirtual().start(() -> pass(client, server));
          Thread.ofVirtual().start(() -> pass(server, client));
        }
      } catch (IOException e) {
        // Closed, or the server is away: the client sees no answer, as it should.
        Thread.yield();
      }
    }
  }

  private void pass(Socket from, Socket to) {
    open.add(from);
    byte[] buffer = new byte[16 * 1024];
    try {
      for (int n = from.getInputStream().read(buffer);
          n >= 0;
          n = from.getInputStream().read(buffer)) {
        awaitPassage();
        to.getOutputStream().write(buffer, 0, n);
      }
      awaitPassage();
    } catch (IOException e) {
      // Broken, which the other side has to see, too.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      reset(from);
      reset(to);
      open.remove(from);
    }
  }

  private synchronized void awaitPassage() throws InterruptedException {
    while (silent) {
      wait();
    }
  }

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
  public void close() throws IOException {
    door.close();
    heal();
    cut();
  }
}
