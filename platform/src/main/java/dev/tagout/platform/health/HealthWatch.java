package dev.tagout.platform.health;

import dev.tagout.platform.log.LogKey;
import io.quarkus.arc.All;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.health.SmallRyeHealthReporter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/**
 * Looks at every part again and again, so that whoever asks is answered at once, however long a
 * part takes to fail, and so that it is known since when it does.
 */
@ApplicationScoped
class HealthWatch {
  private static final Logger LOG = Logger.getLogger(HealthWatch.class);
  private static final Duration EVERY = Duration.ofSeconds(5);

  /** A look that is older says nothing of now: one of the parts keeps the next one waiting. */
  private static final Duration OLDEST = Duration.ofSeconds(30);

  private static final Duration FAREWELL = Duration.ofSeconds(2);
  private static final int LONGEST = 1000;

  private final List<Part> parts;
  private final BooleanSupplier ready;
  private final Clock clock;
  private final Duration every;
  private final Instant begun;

  /** When each impairment was first seen, by its part and what it is of. Of the one thread. */
  private Map<List<String>, Instant> firstSeen = Map.of();

  private volatile Health last;

  /** The part that is being looked at; null between looks. */
  private volatile String at;

  private Thread thread;

  @Inject
  HealthWatch(@All List<Part> parts, SmallRyeHealthReporter reporter, Clock clock) {
    this(parts, () -> !reporter.getReadiness().isDown(), clock, EVERY);
  }

  HealthWatch(List<Part> parts, BooleanSupplier ready, Clock clock, Duration every) {
    this.parts = parts.stream().sorted(Comparator.comparing(Part::name)).toList();
    this.ready = ready;
    this.clock = clock;
    this.every = every;
    this.begun = clock.instant();
  }

  void start(@Observes StartupEvent event) {
    thread = Thread.ofPlatform().name("health-watch").daemon().start(this::run);
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    if (thread != null) {
      thread.interrupt();
      thread.join(FAREWELL);
    }
  }

  /**
   * How it was at the last look; readiness is asked now. Without a look, or with one that is too
   * old to say how it is now, that itself is an impairment: nobody is told that all is well then.
   */
  Health health() {
    Health seen = last;
    Instant now = clock.instant();
    List<Health.Impaired> impaired = new ArrayList<>(seen == null ? List.of() : seen.impaired());
    if (seen == null) {
      impaired.add(unseen(begun, "the parts were not looked at yet: how they are is not known"));
      // A clock that was put back makes a look no younger.
    } else if (Duration.between(seen.at(), now).abs().compareTo(OLDEST) > 0) {
      impaired.add(
          unseen(
              seen.at(),
              "the parts were last looked at "
                  + seen.at()
                  + ": what else stands here is of then, and how they are now is not known"));
    }
    impaired.sort(Comparator.comparing(Health.Impaired::part));
    Health.State state =
        !ready.getAsBoolean()
            ? Health.State.UNREADY
            : impaired.isEmpty() ? Health.State.WELL : Health.State.DEGRADED;
    return new Health(state, seen == null ? now : seen.at(), impaired);
  }

  private Health.Impaired unseen(Instant since, String says) {
    String waits = at;
    return new Health.Impaired(
        "health",
        waits,
        false,
        since,
        waits == null ? says : says + "; a look at " + waits + " has not ended");
  }

  private void run() {
    try {
      while (true) {
        try {
          look();
        } catch (RuntimeException | Error e) {
          // Whatever it is: without this thread nobody would look again.
          LOG.errorf("the parts could not be looked at: %s", LogKey.REASON.is(e.getClass()));
        }
        Thread.sleep(every);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One look at all parts. */
  void look() {
    Instant now = clock.instant();
    Map<List<String>, Instant> seen = new HashMap<>();
    List<Health.Impaired> impaired = new ArrayList<>();
    for (Part part : parts) {
      at = part.name();
      try {
        for (Part.Impairment one : part.look()) {
          impaired.add(impaired(part, one, true, now, seen));
        }
      } catch (RuntimeException | Error e) {
        // An error too: without this thread the last look would stand for ever.
        Part.Impairment unknown =
            new Part.Impairment(null, null, "it could not be looked at: " + e.getMessage());
        impaired.add(impaired(part, unknown, false, now, seen));
      }
    }
    at = null;
    tell(seen);
    firstSeen = seen;
    last = new Health(Health.State.WELL, now, impaired);
  }

  private Health.Impaired impaired(
      Part part, Part.Impairment one, boolean known, Instant now, Map<List<String>, Instant> seen) {
    List<String> key = List.of(part.name(), one.what() == null ? "" : one.what());
    Instant first = firstSeen.getOrDefault(key, now);
    seen.put(key, first);
    return new Health.Impaired(
        part.name(),
        one.what(),
        known,
        one.since() == null ? first : one.since(),
        one.says().length() > LONGEST ? one.says().substring(0, LONGEST) + "…" : one.says());
  }

  /** Once for each change, and not at each look. */
  private void tell(Map<List<String>, Instant> seen) {
    seen.keySet().stream()
        .filter(key -> !firstSeen.containsKey(key))
        .forEach(key -> LOG.warnf("degraded: %s", LogKey.SOURCE.is(String.join(" ", key).strip())));
    firstSeen.keySet().stream()
        .filter(key -> !seen.containsKey(key))
        .forEach(
            key -> LOG.infof("well again: %s", LogKey.SOURCE.is(String.join(" ", key).strip())));
  }
}
