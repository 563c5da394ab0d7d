package dev.tagout.exporter.destination;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tagout.exporter.delivery.State;
import java.time.Instant;

/**
 * A destination as people see it.
 *
 * @param target where findings go, without credentials
 * @param state whether the receiver takes them
 * @param since when that became so
 * @param lastError why it did not, the last time, in plain words
 * @param lag findings that it does not surely have yet; absent while nobody knows
 * @param lastDelivered of this replica, since its start
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DestinationView(
    String name,
    String type,
    String format,
    String target,
    State state,
    Instant since,
    String lastError,
    Instant lastErrorAt,
    Long lag,
    Delivered lastDelivered) {

  /** A finding that the receiver surely has. */
  public record Delivered(String id, Instant at) {}
}
