package dev.tagout.lab.chaos;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Scanners that report on many VMs all the time, in batches and in no order of time. They hold back
 * while much is unread, so that the machine bears it: a flood would be another test.
 */
final class Load implements Runnable {
  private static final int BATCH = 50;

  /** More than the second after which what was read is acknowledged. */
  private static final long MOST_SECONDS_UNREAD = 3;

  private static final Duration LOOK_EVERY = Duration.ofMillis(500);

  private final Scanner scanner;
  private final Backlog backlog;
  private final int perSecond;
  private final Random random;
  private volatile boolean done;
  private boolean bearable = true;
  private long looked = System.nanoTime();

  Load(Scanner scanner, Backlog backlog, int perSecond, long seed) {
    this.scanner = scanner;
    this.backlog = backlog;
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
        if (isBearable()) {
          scanner.tell(batch());
        }
        // What was held back is not made up for.
        due = Math.max(due + pause, System.nanoTime() - pause);
        TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Does not look before each batch: it costs as much as one. */
  private boolean isBearable() throws InterruptedException {
    if (System.nanoTime() - looked > LOOK_EVERY.toNanos()) {
      looked = System.nanoTime();
      try {
        bearable = backlog.events() < MOST_SECONDS_UNREAD * perSecond;
      } catch (ChaosException e) {
        // The broker is away. The collector must refuse, and is asked to.
        bearable = true;
      }
    }
    return bearable;
  }

  void stop() {
    done = true;
  }

  private List<Event> batch() {
    List<Event> batch = new ArrayList<>();
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    for (int i = 0; i < BATCH; i++) {
      String vm = Cast.SCANNED.get(random.nextInt(Cast.SCANNED.size()));
      List<String> missing =
          random.nextInt(10) == 0 ? List.of("KB" + random.nextInt(9)) : List.of();
      Instant at = now.minusMillis(random.nextInt(30_000));
      batch.add(Event.scan(new UUID(random.nextLong(), random.nextLong()), vm, at, missing));
    }
    return batch;
  }
}
