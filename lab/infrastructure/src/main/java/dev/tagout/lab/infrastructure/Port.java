package dev.tagout.lab.infrastructure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** TCP ports on loopback. */
public final class Port {
  /**
   * Below what Linux gives to outgoing connections ({@code ip_local_port_range}, from 32768): those
   * would take a port before its server listens, or while it is restarted.
   */
  private static final int FIRST = 20_000;

  private static final int AFTER_LAST = 32_000;
  private static final int ATTEMPTS = 1000;

  private Port() {}

  /**
   * A port that nobody listens on now, a random one, as others may look for one, too. Nothing keeps
   * it free.
   *
   * @throws IllegalStateException when none was found
   */
  public static int free() {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, AFTER_LAST);
      if (isFree(port)) {
        return port;
      }
    }
    throw new IllegalStateException(
        "no free TCP port from %d to %d".formatted(FIRST, AFTER_LAST - 1));
  }

  /** Whether a server could listen on it now, as Linux servers do: over sockets in TIME_WAIT. */
  public static boolean isFree(int port) {
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
