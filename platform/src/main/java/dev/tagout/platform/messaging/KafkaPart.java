package dev.tagout.platform.messaging;

import dev.tagout.platform.health.Part;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** The broker, as the one who asks it for lag finds it. */
@ApplicationScoped
class KafkaPart implements Part {
  private final ConsumerLag lag;

  KafkaPart(ConsumerLag lag) {
    this.lag = lag;
  }

  @Override
  public String name() {
    return "kafka";
  }

  @Override
  public List<Impairment> look() {
    return lag.trouble()
        .map(
            reason ->
                Impairment.of(
                    "Kafka does not answer: nothing new is heard, and what is to be told waits ("
                        + reason
                        + ")"))
        .orElse(List.of());
  }
}
