package dev.tagout.platform.messaging;

import dev.tagout.platform.log.LogKey;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.jboss.logging.Logger;

/**
 * Asks the broker something again and again, by a thread of its own. Nothing but its closing ends
 * that: not a name that cannot be resolved yet, so that there is not even a client to ask with, and
 * no error either.
 */
final class RepeatedQuestion implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(RepeatedQuestion.class);
  private static final Duration FAREWELL = Duration.ofSeconds(5);

  private final Supplier<Admin> admins;
  private final Duration every;
  private final Question question;
  private final Consumer<Throwable> unasked;
  private Thread thread;

  /**
   * Asks nothing yet.
   *
   * @param every the pause after each time, also after one that came to nothing
   * @param unasked is told why the question could not be asked, or was not answered at all
   */
  RepeatedQuestion(
      Supplier<Admin> admins, Duration every, Question question, Consumer<Throwable> unasked) {
    this.admins = admins;
    this.every = every;
    this.question = question;
    this.unasked = unasked;
  }

  /** What is asked, each time. */
  @FunctionalInterface
  interface Question {
    void ask(Admin admin) throws InterruptedException;
  }

  /**
   * Makes clients for it.
   *
   * @param every how often the question is asked
   */
  static Supplier<Admin> admins(String bootstrapServers, Duration every) {
    return () ->
        Admin.create(
            Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                every.toMillis()));
  }

  /** Asks from now on. Once. */
  void start(String name) {
    thread = Thread.ofPlatform().name(name).daemon().start(this::run);
  }

  @Override
  public void close() {
    if (thread != null) {
      thread.interrupt();
      try {
        thread.join(FAREWELL);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void run() {
    try {
      while (true) {
        try (Admin admin = admins.get()) {
          while (true) {
            question.ask(admin);
            Thread.sleep(every);
          }
        } catch (RuntimeException | Error e) {
          unasked.accept(e);
          LOG.debugf("cannot ask Kafka: %s", LogKey.REASON.is(e));
        }
        Thread.sleep(every);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
