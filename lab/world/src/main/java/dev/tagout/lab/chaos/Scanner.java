package dev.tagout.lab.chaos;

import dev.tagout.lab.fleet.Api;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sends observations to the collector, and the same again until they are accepted, as a scanner
 * that takes its work seriously.
 */
final class Scanner {
  private static final long PAUSE_MILLIS = 150;

  private final Api collector;
  private final Model model;
  private final AtomicLong repeated = new AtomicLong();

  Scanner(Api collector, Model model) {
    this.collector = collector;
    this.model = model;
  }

  /** How often something had to be sent again. */
  long repeated() {
    return repeated.get();
  }

  /**
   * Comes back when they are accepted.
   *
   * @throws ChaosException when they are refused, which no fault excuses
   */
  void tell(List<Event> events) throws InterruptedException {
    List<?> body = events.stream().map(Event::asCloudEvent).toList();
    while (!isAccepted(body)) {
      repeated.incrementAndGet();
      Thread.sleep(PAUSE_MILLIS);
    }
    events.forEach(model::accepted);
  }

  private boolean isAccepted(List<?> body) throws InterruptedException {
    try {
      Api.Answer answer = collector.post("/v1/events", body, "application/cloudevents-batch+json");
      if (answer.status() / 100 == 4) {
        throw new ChaosException("Events were refused: " + answer.body());
      }
      return answer.status() == 202;
    } catch (UncheckedIOException e) {
      return false;
    }
  }
}
