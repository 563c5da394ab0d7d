package dev.tagout.exporter.destination;

import dev.tagout.exporter.delivery.Condition;
import dev.tagout.exporter.delivery.Courier;
import dev.tagout.exporter.delivery.State;
import dev.tagout.platform.health.Part;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Which receivers are away, and why. */
@ApplicationScoped
class DestinationsPart implements Part {
  private final Destinations destinations;

  DestinationsPart(Destinations destinations) {
    this.destinations = destinations;
  }

  @Override
  public String name() {
    return "destinations";
  }

  @Override
  public List<Impairment> look() {
    return destinations.all().stream()
        .map(entry -> entry.getValue())
        .filter(courier -> courier.condition().look().state() == State.DOWN)
        .map(DestinationsPart::impairment)
        .toList();
  }

  private static Impairment impairment(Courier courier) {
    Condition.Look look = courier.condition().look();
    return new Impairment(
        courier.route().name(),
        look.since(),
        "it takes nothing, and findings wait in Kafka: " + look.lastError());
  }
}
