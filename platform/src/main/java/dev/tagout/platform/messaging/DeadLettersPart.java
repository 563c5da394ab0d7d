package dev.tagout.platform.messaging;

import dev.tagout.platform.health.Part;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Records that were put aside lately: what they say went no further. */
@ApplicationScoped
class DeadLettersPart implements Part {
  /** After that it is a matter of the list, and no news. */
  private static final Duration LATELY = Duration.ofHours(1);

  private final DeadLetters letters;
  private final Clock clock;

  DeadLettersPart(DeadLetters letters, Clock clock) {
    this.letters = letters;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "dead-letters";
  }

  @Override
  public List<Impairment> look() {
    return letters.lastByTopic().entrySet().stream()
        .filter(e -> e.getValue().isAfter(clock.instant().minus(LATELY)))
        .map(
            e ->
                new Impairment(
                    e.getKey(),
                    e.getValue(),
                    "a record was put aside, and what it says goes no further:"
                        + " GET /v1/dead-letters?topic="
                        + e.getKey()))
        .sorted(java.util.Comparator.comparing(Impairment::what))
        .toList();
  }
}
