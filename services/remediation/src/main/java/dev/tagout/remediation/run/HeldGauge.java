package dev.tagout.remediation.run;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** How many runs wait for a person; not a number while the database is away. */
@ApplicationScoped
class HeldGauge {
  private final RunReader reader;
  private final MeterRegistry meters;

  HeldGauge(RunReader reader, MeterRegistry meters) {
    this.reader = reader;
    this.meters = meters;
  }

  void start(@Observes StartupEvent event) {
    Gauge.builder("tagout.remediation.held", this, HeldGauge::count)
        .description("Runs that wait for a person, over all replicas")
        .register(meters);
  }

  private double count() {
    try {
      return reader.held();
    } catch (RuntimeException e) {
      return Double.NaN;
    }
  }
}
