package dev.tagout.remediation.breaker;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** How many tiers' breakers are open; not a number while the database is away. */
@ApplicationScoped
class BreakerGauge {
  private final Breakers breakers;
  private final MeterRegistry meters;

  BreakerGauge(Breakers breakers, MeterRegistry meters) {
    this.breakers = breakers;
    this.meters = meters;
  }

  void start(@Observes StartupEvent event) {
    Gauge.builder("tagout.remediation.breakers.open", this, BreakerGauge::count)
        .description("Tiers in which nothing is stopped until a person resets their breaker")
        .register(meters);
  }

  private double count() {
    try {
      return breakers.open();
    } catch (RuntimeException e) {
      return Double.NaN;
    }
  }
}
