package dev.tagout.exporter.syslog;

import dev.tagout.exporter.format.Format;
import dev.tagout.exporter.receiver.AwayException;
import dev.tagout.exporter.receiver.Batch;
import dev.tagout.exporter.receiver.Item;
import dev.tagout.exporter.receiver.Receiver;
import dev.tagout.exporter.syslog.SyslogSettings.SettleBy;
import dev.tagout.exporter.tls.Trust;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * A syslog receiver. In syslog nothing is acknowledged, so:
 *
 * <ol>
 *   <li>At the latest when what was written first on a connection is {@code settle} old, the
 *       connection is closed in order, and another one opened. If the receiver closes in return, it
 *       has read all of it: a receiver that ends with unread data, or whose machine is gone, does
 *       not.
 *   <li>What was read may still be in the receiver's memory. It is settled when a connection that
 *       was opened later has been there for {@code settle}.
 *   <li>If a connection ends in any other way, all that is not settled is written again.
 * </ol>
 *
 * <p>A receiver that keeps ending connections by itself, such as after each line, or that is too
 * slow, gets one message on each, until they get through; now and then the usual way is tried
 * again. For such a receiver an end that comes while we close would say nothing of a second
 * message. There, too, a message is delivered only when a later connection has been there for
 * {@code settle}, which is waited for after some.
 */
public final class SyslogReceiver implements Receiver {
  /** Connections that end with nothing settled in between, before each gets one message only. */
  private static final int DEATHS = 3;

  /** For so many times {@code settle} that has to go well before the usual way is tried again. */
  private static final int CALM = 12;

  /** Before a close: a receiver that ends the connection by itself does so first. */
  private static final Duration QUIET = Duration.ofMillis(50);

  private static final Duration PULSE = Duration.ofMillis(250);

  private final SyslogSettings settings;
  private final SyslogMessage message;
  private Optional<SSLContext> tls = Optional.empty();
  private volatile SyslogConnection connection;

  /** Batches, and messages, written on this connection since something of it was read. */
  private int batches;

  private int messages;
  private long firstWritten;

  private boolean oneByOne;
  private int deaths;
  private long failedAt;

  private final Deque<Read> read = new ArrayDeque<>();

  /** Batches that went message by message, and of which all is surely there. */
  private int proven;

  /** Batches that were read, and when that was known. */
  private record Read(int batches, long at) {}

  public SyslogReceiver(SyslogSettings settings, Format format) {
    this.settings = settings;
    this.message = new SyslogMessage(settings, format);
  }

  @Override
  public void deliver(Batch batch, Pulse pulse) throws AwayException, InterruptedException {
    if (oneByOne && System.nanoTime() - failedAt >= CALM * settings.settle().toNanos()) {
      oneByOne = false;
    }
    try {
      connect();
      if (oneByOne) {
        writeOneByOne(batch.open(), pulse);
      } else {
        write(batch.open(), pulse);
      }
    } catch (AwayException e) {
      failed();
      throw e;
    }
  }

  private void write(List<Item> items, Pulse pulse) throws AwayException {
    List<Item> written = new ArrayList<>();
    for (Item item : items) {
      byte[] bytes = message.of(item);
      if (bytes != null) {
        write(bytes, pulse);
        written.add(item);
      }
    }
    connection.flush();
    if (batches++ == 0 && messages == 0) {
      firstWritten = System.nanoTime();
    }
    written.forEach(Item::handedOver);
  }

  private void write(byte[] bytes, Pulse pulse) throws AwayException {
    connection.write(bytes, pulse);
    if (messages++ == 0) {
      firstWritten = System.nanoTime();
    }
  }

  private void writeOneByOne(List<Item> items, Pulse pulse)
      throws AwayException, InterruptedException {
    List<Item> unsure = new ArrayList<>();
    long first = 0;
    for (Item item : items) {
      byte[] bytes = message.of(item);
      if (bytes == null) {
        continue;
      }
      // Before, not after: one that ends a connection that nothing was sent on reads nothing.
      connection.awaitQuiet(QUIET);
      write(bytes, pulse);
      closeOrderly(pulse);
      connect();
      pulse.beat();
      if (unsure.isEmpty()) {
        first = System.nanoTime();
      }
      unsure.add(item);
      if (isOld(first)) {
        prove(unsure, pulse);
      }
    }
    prove(unsure, pulse);
    proven++;
  }

  /** What was read before this connection was opened is there when this has stood long enough. */
  private void prove(List<Item> unsure, Pulse pulse) throws AwayException, InterruptedException {
    if (unsure.isEmpty()) {
      return;
    }
    while (!isOld(connection.opened())) {
      connection.awaitQuiet(settings.settle().compareTo(PULSE) < 0 ? settings.settle() : PULSE);
      pulse.beat();
    }
    connection.requireAlive();
    unsure.forEach(Item::delivered);
    unsure.clear();
  }

  @Override
  public int settled(Pulse pulse) throws AwayException, InterruptedException {
    if (proven > 0) {
      return takeProven();
    }
    try {
      connect();
      connection.requireAlive();
      int settled = takeOld();
      if (settled == 0 && batches > 0 && isOld(firstWritten)) {
        switch (settings.settleBy()) {
          case CLOSE -> {
            connection.awaitQuiet(QUIET);
            closeOrderly(pulse);
            connect();
          }
          case TIME -> wasRead();
        }
      }
      return settled;
    } catch (AwayException e) {
      failed();
      throw e;
    }
  }

  private int takeProven() {
    int settled = proven;
    proven = 0;
    return settled;
  }

  private int takeOld() {
    int settled = 0;
    while (!read.isEmpty() && isOld(read.peek().at()) && isOld(connection.opened())) {
      settled += read.remove().batches();
      deaths = 0;
    }
    return settled;
  }

  private boolean isOld(long since) {
    return System.nanoTime() - since >= settings.settle().toNanos();
  }

  @Override
  public boolean isThere() {
    return connection != null && !connection.isEnded() && isOld(connection.opened());
  }

  /** An orderly close is enough here: a receiver that is stopped in order saves what it has. */
  @Override
  public int finish() throws AwayException, InterruptedException {
    if (connection == null) {
      return takeProven();
    }
    if (settings.settleBy() == SettleBy.TIME) {
      connection.requireAlive();
      return takeProven() + takeOld();
    }
    try {
      connection.awaitQuiet(QUIET);
      closeOrderly(() -> {});
      int all = takeProven() + read.stream().mapToInt(Read::batches).sum();
      read.clear();
      return all;
    } catch (AwayException e) {
      failed();
      throw e;
    }
  }

  private void closeOrderly(Pulse pulse) throws AwayException, InterruptedException {
    connection.closeOrderly(pulse);
    connection.close();
    connection = null;
    wasRead();
  }

  private void wasRead() {
    if (batches > 0) {
      read.add(new Read(batches, System.nanoTime()));
    }
    batches = 0;
    messages = 0;
  }

  private void connect() throws AwayException {
    if (connection != null
        && connection.isEnded()
        && isOld(connection.opened())
        && messages == 0
        && batches == 0
        && read.isEmpty()) {
      // Receivers and firewalls end what nothing is sent on, and nothing is lost by it.
      connection.close();
      connection = null;
    }
    if (connection == null) {
      if (tls.isEmpty() && settings.trust().isPresent()) {
        tls = Optional.of(context(settings.trust().get()));
      }
      connection = SyslogConnection.open(settings, tls);
    }
  }

  private static SSLContext context(Trust trust) throws AwayException {
    try {
      return trust.context();
    } catch (Trust.UnusableException e) {
      throw new AwayException(e.getMessage(), e);
    }
  }

  private void failed() {
    if (connection != null) {
      connection.close();
      connection = null;
      // One that does not answer a close cannot be given one message on each connection.
      if (settings.settleBy() == SettleBy.CLOSE && messages > 0 && ++deaths >= DEATHS) {
        oneByOne = true;
      }
      failedAt = System.nanoTime();
    }
    messages = 0;
    batches = 0;
    proven = 0;
    read.clear();
    // Certificates that somebody puts right count without a restart.
    tls = Optional.empty();
  }

  @Override
  public void close() {
    SyslogConnection open = connection;
    if (open != null) {
      open.close();
    }
  }
}
