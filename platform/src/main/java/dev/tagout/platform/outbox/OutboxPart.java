package dev.tagout.platform.outbox;

import dev.tagout.platform.health.Part;
import io.smallrye.health.api.Wellness;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What others are not told yet, or never will be as it is. */
@ApplicationScoped
class OutboxPart implements Part {
  private final OutboxState outbox;

  OutboxPart(@Wellness OutboxState outbox) {
    this.outbox = outbox;
  }

  @Override
  public String name() {
    return "outbox";
  }

  @Override
  public List<Impairment> look() {
    OutboxState.Look look;
    try {
      look = outbox.look();
    } catch (SQLException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
    List<Impairment> found = new ArrayList<>();
    if (outbox.isLate(look)) {
      found.add(
          new Impairment(
              "waiting",
              look.oldest(),
              look.waiting()
                  + " messages wait for Kafka: decisions are made, and others hear of them late"));
    }
    if (look.dead() > 0) {
      found.add(
          new Impairment(
              "dead",
              null,
              look.dead()
                  + " messages were put aside, as Kafka never takes them as they are:"
                  + " GET /v1/dead-letters?topic=outbox"));
    }
    return found;
  }
}
