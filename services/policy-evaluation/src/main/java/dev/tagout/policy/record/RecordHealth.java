package dev.tagout.policy.record;

import dev.tagout.policy.database.DatabaseException;
import io.smallrye.health.api.Wellness;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/**
 * How far the record can be trusted. That it is no more is no reason to take the service out of
 * use.
 */
@Wellness
@ApplicationScoped
class RecordHealth implements HealthCheck {
  private final AppendOnly appendOnly;
  private final RecordKey key;

  RecordHealth(AppendOnly appendOnly, RecordKey key) {
    this.appendOnly = appendOnly;
    this.key = key;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("record")
        .up()
        .withData("signed", key.get().isPresent())
        .withData("role", role())
        .build();
  }

  private String role() {
    try {
      return appendOnly.changeable().isEmpty()
          ? "append-only"
          : "too strong: it could change the record";
    } catch (DatabaseException e) {
      return "unknown: " + e.getMessage();
    }
  }
}
