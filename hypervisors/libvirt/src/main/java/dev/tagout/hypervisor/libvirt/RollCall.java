package dev.tagout.hypervisor.libvirt;

import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Asks who is there and who runs, in a thread of its own, because libvirt's answer takes as long as
 * the longest hook that runs.
 */
final class RollCall implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(RollCall.class.getName());

  private final Connection connection;
  private final BlockingQueue<? super Occurrence.Listed> answers;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("libvirt-roll-call").factory());

  RollCall(Connection connection, BlockingQueue<? super Occurrence.Listed> answers) {
    this.connection = connection;
    this.answers = answers;
  }

  /**
   * Asks, and puts what it found to the answers: one for each question.
   *
   * @param asked the time that the listing is going to bear
   */
  void ask(Instant asked) {
    thread.execute(() -> askNow(asked));
  }

  private void askNow(Instant asked) {
    Optional<List<Domain>> found = Optional.empty();
    try {
      found = connection.roll();
    } catch (LibvirtFailure | RuntimeException | LinkageError e) {
      // Whatever it is, an answer is waited for. Of a connection that is lost the next one's
      // listing tells.
      if (connection.isAlive()) {
        LOG.log(Level.WARNING, "who runs cannot be asked: {0}", e.getMessage());
      }
    }
    try {
      answers.put(new Occurrence.Listed(asked, found));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Does not wait for an answer that is under way. */
  @Override
  public void close() {
    thread.shutdownNow();
  }
}
