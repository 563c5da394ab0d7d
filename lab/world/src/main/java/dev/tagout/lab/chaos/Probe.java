package dev.tagout.lab.chaos;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** Asks how soon an event that is sent now is seen in verdicts on Kafka. */
final class Probe {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Scanner scanner;
  private final Witness witness;
  private int asked;

  Probe(Scanner scanner, Witness witness) {
    this.scanner = scanner;
    this.witness = witness;
  }

  /**
   * Sends a scan of each probe that misses an update which never was missing before.
   *
   * @return how long it took until all were seen; {@link #isLost} when they were not
   */
  Duration ask() throws InterruptedException {
    long began = System.nanoTime();
    asked++;
    Map<String, String> updates = new TreeMap<>();
    List<Event> scans = new ArrayList<>();
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    for (String probe : Cast.PROBES) {
      String update = "PROBE-%d.".formatted(asked);
      updates.put(probe, update);
      scans.add(Event.scan(UUID.randomUUID(), probe, now, List.of(update)));
    }
    scanner.tell(scans);
    witness.await(updates, PATIENCE);
    return Duration.ofNanos(System.nanoTime() - began);
  }

  static boolean isLost(Duration taken) {
    return taken.compareTo(PATIENCE) >= 0;
  }
}
