package dev.tagout.lab.chaos;

import dev.tagout.lab.infrastructure.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Asks how soon an event that is sent now is seen in verdicts on Kafka, and the verdicts of all
 * other VMs that were due by then are worked out, too.
 */
final class Probe {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final long LOOK_MILLIS = 50;

  private final Scanner scanner;
  private final Witness witness;
  private final Database policy;
  private int asked;

  /**
   * @param policy policy-evaluation's
   */
  Probe(Scanner scanner, Witness witness, Database policy) {
    this.scanner = scanner;
    this.witness = witness;
    this.policy = policy;
  }

  /**
   * Sends a scan of each probe that misses an update which never was missing before.
   *
   * @return how long it took until all were seen and nothing is due any more that was due before;
   *     {@link #isLost} when that did not come
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
    try (Sql sql = new Sql(policy)) {
      String due =
          "SELECT count(*) FROM mark WHERE due_at <= '%s'"
              .formatted(sql.rows("SELECT now()", row -> row.getString(1)).getFirst());
      scanner.tell(scans);
      witness.await(updates, PATIENCE);
      while (sql.count(due) > 0 && !isLost(Duration.ofNanos(System.nanoTime() - began))) {
        Thread.sleep(LOOK_MILLIS);
      }
    }
    return Duration.ofNanos(System.nanoTime() - began);
  }

  static boolean isLost(Duration taken) {
    return taken.compareTo(PATIENCE) >= 0;
  }
}
