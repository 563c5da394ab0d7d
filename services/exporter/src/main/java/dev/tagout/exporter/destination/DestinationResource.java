package dev.tagout.exporter.destination;

import dev.tagout.exporter.delivery.Condition;
import dev.tagout.exporter.delivery.Courier;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.OptionalLong;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Destinations for people: which are well, which are not and why, and how far behind they are. */
@Path("/v1/destinations")
@Produces(MediaType.APPLICATION_JSON)
public class DestinationResource {
  private final Destinations destinations;
  private final Lags lags;

  DestinationResource(Destinations destinations, Lags lags) {
    this.destinations = destinations;
    this.lags = lags;
  }

  /** All of them; there are few. */
  public record DestinationPage(List<DestinationView> items) {}

  @GET
  @Operation(operationId = "listDestinations", summary = "Where findings go, and how that goes")
  @APIResponse(responseCode = "200", description = "all of them, by name")
  public DestinationPage list() {
    return new DestinationPage(
        destinations.all().stream().map(e -> view(e.getKey(), e.getValue())).toList());
  }

  private DestinationView view(Destination destination, Courier courier) {
    Condition.Look look = courier.condition().look();
    OptionalLong lag = lags.of(destination);
    return new DestinationView(
        destination.route().name(),
        destination.type().toString(),
        destination.format(),
        destination.target(),
        look.state(),
        look.since(),
        look.lastError(),
        look.lastErrorAt(),
        lag.isPresent() ? lag.getAsLong() : null,
        look.lastAt() == null ? null : new DestinationView.Delivered(look.lastId(), look.lastAt()));
  }
}
