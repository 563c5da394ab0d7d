package dev.tagout.remediation.breaker;

import dev.tagout.platform.health.Part;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Breakers that are open. */
@ApplicationScoped
class BreakersPart implements Part {
  private final Breakers breakers;

  BreakersPart(Breakers breakers) {
    this.breakers = breakers;
  }

  @Override
  public String name() {
    return "breakers";
  }

  @Override
  public List<Impairment> look() {
    return breakers.allOpen().stream()
        .map(
            breaker ->
                new Impairment(
                    breaker.tier(),
                    breaker.openedAt(),
                    "nothing of the tier is stopped until a person resets its breaker: "
                        + breaker.reason()))
        .toList();
  }
}
