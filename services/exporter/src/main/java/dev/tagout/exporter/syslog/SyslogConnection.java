package dev.tagout.exporter.syslog;

import dev.tagout.exporter.receiver.AwayException;
import dev.tagout.exporter.receiver.Receiver.Pulse;
import dev.tagout.exporter.tls.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import jdk.net.ExtendedSocketOptions;

/**
 * One connection. A thread reads what comes back, which is nothing as long as all is well: so an
 * end is noticed when it comes, and not at the next write but one. A second thread ends writes that
 * make no progress.
 */
final class SyslogConnection implements AutoCloseable {
  /** As much as a TLS record holds (RFC 8446 §5.1): the least that is worth a write. */
  private static final int CHUNK = 16 * 1024;

  /** Of silence, before the system asks whether the other side is there. */
  private static final int KEEP_ALIVE_SECONDS = 60;

  private static final Duration PULSE = Duration.ofMillis(250);

  private final String where;
  private final Duration timeout;
  private final Socket socket;

  /** Under TLS, for what must not wait for TLS. */
  private final Socket plain;

  private final OutputStream out;
  private final byte[] buffer = new byte[CHUNK];
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private final long opened = System.nanoTime();
  private int buffered;
  private volatile long writingSince;
  private volatile boolean stalled;
  private volatile boolean closed;

  private SyslogConnection(SyslogSettings settings, Socket socket, Socket plain)
      throws IOException {
    this.where = settings.where();
    this.timeout = settings.timeout();
    this.socket = socket;
    this.plain = plain;
    this.out = socket.getOutputStream();
    InputStream in = socket.getInputStream();
    Thread.ofVirtual().name("syslog-reader").start(() -> read(in));
    Thread.ofVirtual().name("syslog-watch").start(this::watch);
  }

  /**
   * Connects.
   *
   * @param tls empty for plain TCP
   */
  static SyslogConnection open(SyslogSettings settings, Optional<SSLContext> tls)
      throws AwayException {
    Socket plain = new Socket();
    try {
      int patience = (int) settings.connectTimeout().toMillis();
      plain.connect(new InetSocketAddress(settings.host(), settings.port()), patience);
      plain.setTcpNoDelay(true);
      plain.setKeepAlive(true);
      // The system's own is two hours: so long a machine that is gone would look well.
      plain.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, KEEP_ALIVE_SECONDS);
      if (tls.isEmpty()) {
        return new SyslogConnection(settings, plain, plain);
      }
      SSLSocket socket =
          (SSLSocket)
              tls.get()
                  .getSocketFactory()
                  .createSocket(plain, settings.host(), settings.port(), true);
      // RFC 5425 §5.2: the name is compared as HTTPS does.
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(parameters);
      shakeHands(socket, plain, settings);
      return new SyslogConnection(settings, socket, plain);
    } catch (IOException | RuntimeException e) {
      close(plain);
      throw new AwayException(Failure.of(e, Failure.Place.ofHost(settings.where())), e);
    }
  }

  /** Bounded as a whole: a socket's own timeout is one for each read. */
  private static void shakeHands(SSLSocket socket, Socket plain, SyslogSettings settings)
      throws IOException {
    CompletableFuture<Void> done = new CompletableFuture<>();
    CompletableFuture<Void> late =
        done.orTimeout(settings.connectTimeout().toMillis(), TimeUnit.MILLISECONDS)
            .whenComplete(
                (nothing, timeout) -> {
                  if (timeout != null) {
                    close(plain);
                  }
                });
    try {
      socket.startHandshake();
    } catch (IOException e) {
      if (late.isCompletedExceptionally()) {
        throw new SocketTimeoutException("the TLS handshake took too long");
      }
      throw e;
    } finally {
      done.complete(null);
    }
  }

  private void read(InputStream in) {
    byte[] ignored = new byte[1024];
    try {
      while (in.read(ignored) >= 0) {
        // Nothing that a receiver says means anything in syslog.
      }
      ended.complete(null);
    } catch (IOException | RuntimeException e) {
      ended.completeExceptionally(e);
    }
  }

  private void watch() {
    try {
      while (!closed) {
        Thread.sleep(PULSE);
        long since = writingSince;
        if (since != 0 && System.nanoTime() - since > timeout.toNanos()) {
          stalled = true;
          close();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Adds a message in its frame: octet counting (RFC 5425 §4.3, RFC 6587 §3.4.1). */
  void write(byte[] message, Pulse pulse) throws AwayException {
    pulse.beat();
    append((message.length + " ").getBytes(StandardCharsets.US_ASCII), pulse);
    append(message, pulse);
  }

  private void append(byte[] bytes, Pulse pulse) throws AwayException {
    int from = 0;
    while (from < bytes.length) {
      int some = Math.min(bytes.length - from, CHUNK - buffered);
      System.arraycopy(bytes, from, buffer, buffered, some);
      buffered += some;
      from += some;
      if (buffered == CHUNK) {
        flush();
        pulse.beat();
      }
    }
  }

  /** Hands to the network what was added. That it arrives is not known then. */
  void flush() throws AwayException {
    requireAlive();
    writingSince = System.nanoTime() | 1;
    try {
      out.write(buffer, 0, buffered);
      buffered = 0;
    } catch (IOException e) {
      throw notWritten(e);
    } finally {
      writingSince = 0;
    }
  }

  private AwayException notWritten(IOException e) {
    return stalled
        ? new AwayException(where + " is too slow: it took nothing for " + timeout, e)
        : new AwayException(Failure.of(e, Failure.Place.ofHost(where)), e);
  }

  /** When, by {@link System#nanoTime}. */
  long opened() {
    return opened;
  }

  /** Whether the receiver, or somebody on the way, has ended it. */
  boolean isEnded() {
    return ended.isDone();
  }

  /**
   * @throws AwayException when the receiver has ended it
   */
  void requireAlive() throws AwayException {
    if (ended.isDone()) {
      throw why();
    }
  }

  /**
   * Returns when so long nothing was written and the receiver has not ended the connection.
   *
   * @throws AwayException when it has
   */
  void awaitQuiet(Duration quiet) throws AwayException, InterruptedException {
    flush();
    try {
      ended.get(quiet.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return;
    } catch (ExecutionException e) {
      throw why();
    }
    throw why();
  }

  private AwayException why() {
    try {
      ended.get();
      return new AwayException(where + " closed the connection");
    } catch (ExecutionException e) {
      return new AwayException(Failure.of(e.getCause(), Failure.Place.ofHost(where)), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new AwayException(where + ": interrupted", e);
    }
  }

  /**
   * Says that nothing more comes (close_notify, then the end of the stream), and returns when the
   * receiver has read up to there and closed, too: it then has read all that was written.
   *
   * @throws AwayException when it does not; nobody knows what it has read
   */
  void closeOrderly(Pulse pulse) throws AwayException, InterruptedException {
    flush();
    // The close_notify of TLS is written, too.
    writingSince = System.nanoTime() | 1;
    try {
      socket.shutdownOutput();
      if (!plain.isOutputShutdown()) {
        plain.shutdownOutput();
      }
    } catch (IOException e) {
      throw notWritten(e);
    } finally {
      writingSince = 0;
    }
    long deadline = System.nanoTime() + timeout.toNanos();
    while (true) {
      try {
        ended.get(PULSE.toMillis(), TimeUnit.MILLISECONDS);
        return;
      } catch (ExecutionException e) {
        throw new AwayException(
            Failure.of(e.getCause(), Failure.Place.ofHost(where)), e.getCause());
      } catch (TimeoutException e) {
        if (System.nanoTime() > deadline) {
          throw new AwayException(
              where + " does not read to the end, or does not close when it has", e);
        }
        pulse.beat();
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    close(plain);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // Nothing of it is used any more.
    }
  }
}
