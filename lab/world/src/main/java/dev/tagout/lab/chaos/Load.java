package dev.tagout.lab.chaos;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Scanners that report on many VMs all the time, in batches and in no order of time. What could not
 * be sent while the collector was away is sent after: nothing is left out.
 */
final class Load implements Runnable {
  private static final int BATCH = 100;

  private final Scanner scanner;
  private final int perSecond;
  private final Random random;
  private volatile boolean done;

  Load(Scanner scanner, int perSecond, long seed) {
    this.scanner = scanner;
    this.perSecond = perSecond;
    this.random = new Random(seed);
  }

  /** Comes back soon after {@link #stop()}, when everything is accepted. */
  @Override
  public void run() {
    long pause = TimeUnit.SECONDS.toNanos(BATCH) / perSecond;
    long due = System.nanoTime();
    try {
      while (!done) {
        scanner.tell(batch());
        // A rest that was slept over is not made up for: that would be a flood, and another test.
        due = Math.max(due + pause, System.nanoTime() - pause);
        TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void stop() {
    done = true;
  }

  private List<Event> batch() {
    List<Event> batch = new ArrayList<>();
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    for (int i = 0; i < BATCH; i++) {
      String vm = Cast.SCANNED.get(random.nextInt(Cast.SCANNED.size()));
      List<String> missing = random.nextInt(10) == 0 ? List.of("KB" + random.nextInt(9)) : List.of();
      Instant at = now.minusMillis(random.nextInt(30_000));
      batch.add(Event.scan(new UUID(random.nextLong(), random.nextLong()), vm, at, missing));
    }
    return batch;
  }
}
