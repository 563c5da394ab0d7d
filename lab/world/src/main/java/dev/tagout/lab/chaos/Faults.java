package dev.tagout.lab.chaos;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/**
 * The faults in their order: a deck with all kinds is shuffled, dealt and shuffled again. Most come
 * alone, some two at a time. How many are dealt, time says; in which order, the seed.
 */
final class Faults {
  /** One in so many rounds has two faults. */
  private static final int PAIR_ONE_IN = 5;

  private static final int SHIFT_SECONDS_AT_MOST = 3600;

  /** What is broken for a while is so for at least this long. */
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  private final Random random;
  private final List<Fault.Kind> kinds;
  private final Duration longest;
  private final Deque<Fault.Kind> deck = new ArrayDeque<>();

  /**
   * @param kinds that can be injected here
   * @param longest for which something is broken that is not just killed or cut; more than a second
   */
  Faults(long seed, List<Fault.Kind> kinds, Duration longest) {
    this.kinds = List.copyOf(kinds);
    this.longest = longest;
    // Another sequence than the flow's.
    random = new Random(seed ^ 0x6368616f73L);
  }

  /** What is broken next, at the same time: one thing, or two different ones. */
  List<Fault> next() {
    List<Fault> round = new ArrayList<>(List.of(deal()));
    if (random.nextInt(PAIR_ONE_IN) == 0) {
      Fault second = deal();
      if (second.kind().target() != round.getFirst().kind().target()) {
        round.add(second);
      } else {
        deck.addLast(second.kind());
      }
    }
    return List.copyOf(round);
  }

  private Fault deal() {
    if (deck.isEmpty()) {
      List<Fault.Kind> all = new ArrayList<>(kinds);
      Collections.shuffle(all, random);
      deck.addAll(all);
    }
    Fault.Kind kind = deck.removeFirst();
    return new Fault(kind, lasts(kind.means()), shift(kind.means()));
  }

  private Duration lasts(Fault.Means means) {
    return switch (means) {
      case KILL -> Duration.ofMillis(200 + random.nextInt(2000));
      case CUT -> Duration.ofMillis(50);
      case PAUSE, REFUSE, SILENCE, DELAY, FILL, SHIFT ->
          SHORTEST.plusMillis(random.nextInt((int) longest.minus(SHORTEST).toMillis()));
    };
  }

  private Duration shift(Fault.Means means) {
    if (means != Fault.Means.SHIFT) {
      return Duration.ZERO;
    }
    long seconds = 1 + random.nextInt(SHIFT_SECONDS_AT_MOST);
    return Duration.ofSeconds(random.nextBoolean() ? seconds : -seconds);
  }
}
