package dev.tagout.hypervisor;

import dev.tagout.contracts.event.TagoutEvent;

/** Takes what a {@link LifecycleSource} tells. */
public interface LifecycleSink {
  /**
   * Returns when the event is durable. Blocks while it cannot be made so: that is the
   * back-pressure.
   *
   * @throws InterruptedException when the source is being closed
   */
  void accept(TagoutEvent event) throws InterruptedException;

  /** Hears of the connection; for people and health checks, not for the record. */
  void connection(ConnectionState state);
}
