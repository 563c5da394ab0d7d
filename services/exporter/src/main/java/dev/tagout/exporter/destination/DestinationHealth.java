package dev.tagout.exporter.destination;

import dev.tagout.exporter.delivery.State;
import io.smallrye.health.api.Wellness;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/**
 * Which receivers are away. That one is makes the exporter neither dead nor unready: it would not
 * come back by our being restarted.
 */
@Wellness
@ApplicationScoped
class DestinationHealth implements HealthCheck {
  private final Destinations destinations;

  DestinationHealth(Destinations destinations) {
    this.destinations = destinations;
  }

  @Override
  public HealthCheckResponse call() {
    List<String> away =
        destinations.all().stream()
            .filter(entry -> entry.getValue().condition().look().state() == State.DOWN)
            .map(entry -> entry.getKey().route().name())
            .toList();
    HealthCheckResponseBuilder health =
        HealthCheckResponse.named("destinations").status(away.isEmpty());
    if (!away.isEmpty()) {
      health.withData("degraded", String.join(", ", away));
    }
    return health.build();
  }
}
