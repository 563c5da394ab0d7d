package dev.tagout.platform.messaging;

import dev.tagout.platform.health.Part;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.NetworkException;
import org.apache.kafka.common.errors.TimeoutException;

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
    return look(lag.unknown(), lag.isAnyKnown());
  }

  /**
   * A topic that is missing, or that we may not see, is no broker that is away.
   *
   * @param unknown why the lag of a topic is not known
   * @param known whether that of another one is
   */
  static List<Impairment> look(Map<String, Throwable> unknown, boolean known) {
    if (!known && !unknown.isEmpty() && unknown.values().stream().noneMatch(KafkaPart::isAnswer)) {
      return Impairment.of(
          "Kafka does not answer: nothing new is heard, and what is to be told waits ("
              + unknown.values().iterator().next()
              + ")");
    }
    return new TreeMap<>(unknown)
        .entrySet().stream()
            .map(
                topic ->
                    new Impairment(
                        topic.getKey(),
                        null,
                        "Kafka does not tell what waits in this topic, and may not let it be read"
                            + " either ("
                            + topic.getValue()
                            + ")"))
            .toList();
  }

  /** Whether the broker itself said so; the client makes up the others. */
  private static boolean isAnswer(Throwable reason) {
    return reason instanceof ApiException
        && !(reason instanceof TimeoutException
            || reason instanceof DisconnectException
            || reason instanceof NetworkException);
  }
}
