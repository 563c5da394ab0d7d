package dev.tagout.hypervisor.libvirt;

import java.time.Duration;

/** How long to wait before the next attempt: twice as long each time, up to a limit. */
final class Backoff {
  static final Duration FIRST = Duration.ofMillis(200);
  static final Duration LONGEST = Duration.ofSeconds(5);

  private Duration next = FIRST;

  /** Waits, and doubles what is waited the next time. */
  void await() throws InterruptedException {
    Duration now = next;
    Duration twice = now.multipliedBy(2);
    next = twice.compareTo(LONGEST) < 0 ? twice : LONGEST;
    Thread.sleep(now);
  }

  /** An attempt succeeded: the next wait is short again. */
  void reset() {
    next = FIRST;
  }
}
