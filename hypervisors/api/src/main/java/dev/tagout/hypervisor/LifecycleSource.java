package dev.tagout.hypervisor;

/**
 * Tells of VMs and hosts. On every connect it lists everything there is ({@code host.connected},
 * one {@code vm.defined} for each VM), and streams what happens after, so that nothing between two
 * connections is lost: what was missed shows in the listing. It reconnects by itself, with
 * back-off, until it is closed.
 *
 * <p>While it is connected it lists each host again and again ({@code host.connected} with {@code
 * again}): who waits to hear whether a VM runs does not know otherwise whether nothing happened or
 * nothing is heard.
 */
public interface LifecycleSource extends AutoCloseable {
  /**
   * Begins to tell. Returns at once; may be called once.
   *
   * @param sink is called by one thread at a time
   */
  void start(LifecycleSink sink);

  /** Ends the stream. The sink is not called after this returns. */
  @Override
  void close();
}
