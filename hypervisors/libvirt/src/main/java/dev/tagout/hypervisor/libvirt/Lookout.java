package dev.tagout.hypervisor.libvirt;

import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Looks at domains of which something was heard, in a thread of its own, because libvirt's answer
 * takes as long as a hook of that domain. Several wishes to look at one domain become one.
 */
final class Lookout implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Lookout.class.getName());

  private final Connection connection;
  private final InstantSource now;
  private final BlockingQueue<? super Occurrence.Found> answers;
  private final Map<String, Long> lastHeard = new ConcurrentHashMap<>();
  private final Set<String> wanted = ConcurrentHashMap.newKeySet();
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("libvirt-lookout").factory());
  private long heard;

  Lookout(
      Connection connection, InstantSource now, BlockingQueue<? super Occurrence.Found> answers) {
    this.connection = connection;
    this.now = now;
    this.answers = answers;
  }

  /** Something was heard of that domain: looks at it, and puts what it found to the answers. */
  void look(String uuid) {
    lastHeard.put(uuid, ++heard);
    if (wanted.add(uuid)) {
      thread.execute(() -> lookNow(uuid));
    }
  }

  /**
   * Whether nothing was heard of the domain since it was looked at. An answer that is older than
   * the last event must not be told after it; a newer one is on its way.
   */
  boolean isNewest(Occurrence.Found found) {
    return lastHeard.getOrDefault(found.uuid(), -1L) == found.after();
  }

  /** The domain is gone. */
  void forget(String uuid) {
    lastHeard.remove(uuid);
  }

  private void lookNow(String uuid) {
    wanted.remove(uuid);
    Long after = lastHeard.get(uuid);
    if (after == null) {
      return;
    }
    try {
      Instant before = now.instant();
      Optional<Domain> domain = connection.find(uuid);
      answers.put(new Occurrence.Found(uuid, after, domain, before));
    } catch (LibvirtFailure e) {
      // Of a connection that is lost the next listing tells.
      if (connection.isAlive()) {
        LOG.log(Level.WARNING, "vmId=libvirt:{0} cannot be looked at: {1}", uuid, e.getMessage());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Does not wait for a look that is under way. */
  @Override
  public void close() {
    thread.shutdownNow();
  }
}
