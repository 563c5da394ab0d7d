package dev.tagout.platform.metrics;

import dev.tagout.platform.log.LogKey;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jboss.logging.Logger;

/**
 * Gauges that are worked out from the database, in the background and not by whoever scrapes: a
 * scrape does not wait for a database that is away, and several scrapers cost no more than one.
 */
@ApplicationScoped
public class BackgroundGauges {
  private static final Logger LOG = Logger.getLogger(BackgroundGauges.class);

  /** Often enough for alerts, which need minutes. */
  public static final Duration OFTEN = Duration.ofSeconds(5);

  /** For what has to look at every VM. */
  public static final Duration SELDOM = Duration.ofMinutes(1);

  /** How long beyond its turn a look may take before the one before it says nothing of now. */
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final MeterRegistry meters;
  private final LongSupplier nanos;
  private final ScheduledExecutorService looking =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("background-gauges").daemon().factory());

  @Inject
  BackgroundGauges(MeterRegistry meters) {
    this(meters, System::nanoTime);
  }

  BackgroundGauges(MeterRegistry meters, LongSupplier nanos) {
    this.meters = meters;
    this.nanos = nanos;
  }

  void stop(@Observes ShutdownEvent event) {
    looking.shutdownNow();
  }

  /**
   * Looks now, and again that long after each look ended. What the last look saw is what its gauges
   * tell; while a look fails they are not a number, nor when the last one is older than three turns
   * and 15 s, as the next one hangs.
   *
   * @param what is looked at, for the log
   */
  public <T> Watched<T> watch(String what, Duration every, Supplier<T> look) {
    Watched<T> watched =
        new Watched<>(meters, what, look, nanos, every.multipliedBy(3).plus(PATIENCE));
    looking.scheduleWithFixedDelay(watched::look, 0, every.toMillis(), TimeUnit.MILLISECONDS);
    return watched;
  }

  /** What one kind of look sees. */
  public static final class Watched<T> {
    private final MeterRegistry meters;
    private final String what;
    private final Supplier<T> look;
    private final LongSupplier nanos;
    private final Duration oldest;
    private volatile Seen<T> seen;

    Watched(
        MeterRegistry meters, String what, Supplier<T> look, LongSupplier nanos, Duration oldest) {
      this.meters = meters;
      this.what = what;
      this.look = look;
      this.nanos = nanos;
      this.oldest = oldest;
    }

    private record Seen<T>(T value, long atNanos) {}

    void look() {
      try {
        seen = new Seen<>(look.get(), nanos.getAsLong());
      } catch (RuntimeException | Error e) {
        // Not the last number: nobody knows it now.
        seen = null;
        LOG.debugf("%s are not known: %s", what, LogKey.REASON.is(e));
      }
    }

    /**
     * Tells a number of what is seen.
     *
     * @param name with dots, in base units, as Micrometer has it
     * @param tags bounded in number, whatever happens
     */
    public Watched<T> gauge(
        String name, String description, Tags tags, ToDoubleFunction<T> number) {
      Gauge.builder(name, this, watched -> watched.number(number))
          .description(description)
          .tags(tags)
          .register(meters);
      return this;
    }

    private double number(ToDoubleFunction<T> number) {
      Seen<T> last = seen;
      return last == null || nanos.getAsLong() - last.atNanos() > oldest.toNanos()
          ? Double.NaN
          : number.applyAsDouble(last.value());
    }
  }
}
