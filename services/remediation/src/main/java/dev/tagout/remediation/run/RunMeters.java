package dev.tagout.remediation.run;

import dev.tagout.contracts.remediation.Trigger;
import dev.tagout.platform.metrics.BackgroundGauges;
import dev.tagout.platform.metrics.Buckets;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** What becomes of runs, how fast, and how many have not come to an end. */
@ApplicationScoped
class RunMeters {
  private final RunReader reader;
  private final BackgroundGauges gauges;
  private final MeterRegistry meters;
  private final Clock clock;
  private final Map<Trigger, Timer> exposure = new EnumMap<>(Trigger.class);
  private final Map<Trigger, Timer> reaction = new EnumMap<>(Trigger.class);

  RunMeters(RunReader reader, BackgroundGauges gauges, MeterRegistry meters, Clock clock) {
    this.reader = reader;
    this.gauges = gauges;
    this.meters = meters;
    this.clock = clock;
    for (Trigger trigger : Trigger.values()) {
      exposure.put(
          trigger,
          Buckets.DELIVERY
              .timer(
                  "tagout.remediation.exposure",
                  "From the start that the hypervisor reported until the VM was seen stopped")
              .tag("trigger", word(trigger))
              .register(meters));
      reaction.put(
          trigger,
          Buckets.DELIVERY
              .timer(
                  "tagout.remediation.reaction",
                  "From the verdict's arrival in remediation until the VM was seen stopped")
              .tag("trigger", word(trigger))
              .register(meters));
    }
  }

  /**
   * Runs that go on by themselves.
   *
   * @param oldest when the first of them was begun; null when there is none
   */
  record Open(long pending, Instant oldest) {}

  void start(@Observes StartupEvent event) {
    gauges
        .watch("open runs", BackgroundGauges.OFTEN, reader::open)
        .gauge(
            "tagout.remediation.pending",
            "Runs that are to be checked, acted on or tried again, over all replicas",
            Tags.empty(),
            Open::pending)
        .gauge(
            "tagout.remediation.pending.oldest.seconds",
            "For how long the oldest of them; 0 when there is none",
            Tags.empty(),
            open ->
                open.oldest() == null
                    ? 0
                    : Math.max(
                        0, Duration.between(open.oldest(), clock.instant()).toMillis() / 1e3));
  }

  /** What a run came to is committed. */
  void count(Run run) {
    meters
        .counter(
            "tagout.remediation.runs",
            "trigger",
            word(run.trigger()),
            "action",
            word(run.action()),
            "status",
            word(run.state().status()))
        .increment();
    if (run.state() instanceof RunState.Succeeded succeeded) {
      succeeded.exposure().ifPresent(exposure.get(run.trigger())::record);
      Duration took = Duration.between(run.startedAt(), succeeded.endedAt());
      reaction.get(run.trigger()).record(took.isNegative() ? Duration.ZERO : took);
    }
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
