package dev.tagout.hypervisor.libvirt;

import dev.tagout.contracts.event.TagoutEvent;
import dev.tagout.hypervisor.ConnectionState;
import dev.tagout.hypervisor.LifecycleSink;
import java.util.concurrent.locks.ReentrantLock;

/** The way to the sink, which can be shut: from then on nothing gets through. */
final class Outlet implements LifecycleSink {
  private final LifecycleSink sink;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile boolean shut;

  Outlet(LifecycleSink sink) {
    this.sink = sink;
  }

  @Override
  public void accept(TagoutEvent event) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      if (shut) {
        throw new InterruptedException("the source was closed");
      }
      sink.accept(event);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void connection(ConnectionState state) {
    lock.lock();
    try {
      if (!shut) {
        sink.connection(state);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Lets nothing through any more, and waits until the sink was left.
   *
   * @param whoIsInside is interrupted
   */
  void shut(Thread whoIsInside) {
    shut = true;
    whoIsInside.interrupt();
    lock.lock();
    lock.unlock();
  }
}
