package dev.tagout.lab.chaos;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Who ran where, as those saw it who asked for it. What a stay covers is certain: it begins when
 * its start was answered, and ends when its end was asked for. Safe for threads.
 */
final class Ledger {

  /**
   * A VM ran on a host.
   *
   * @param asked when the start or migration was asked for
   * @param from when it was answered
   * @param until null while nobody has ended it
   */
  record Stay(String vm, String host, String instance, Instant asked, Instant from, Instant until) {
    private Stay endedAt(Instant at) {
      return new Stay(vm, host, instance, asked, from, at);
    }
  }

  private final List<Stay> over = new ArrayList<>();
  private final Map<String, Stay> now = new HashMap<>();
  private int refused;

  synchronized void began(String vm, String host, String instance, Instant asked, Instant from) {
    now.put(vm, new Stay(vm, host, instance, asked, from, null));
  }

  /** Its end is asked for now; whether it comes does not matter. */
  synchronized void ending(String vm, Instant at) {
    Stay stay = now.remove(vm);
    if (stay != null) {
      over.add(stay.endedAt(at));
    }
  }

  /** A start was not admitted, or nobody could be asked. */
  synchronized void refused() {
    refused++;
  }

  synchronized int refusals() {
    return refused;
  }

  synchronized List<Stay> stays() {
    List<Stay> all = new ArrayList<>(over);
    all.addAll(now.values());
    return all;
  }
}
