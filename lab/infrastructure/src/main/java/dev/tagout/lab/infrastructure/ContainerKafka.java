package dev.tagout.lab.infrastructure;

import org.testcontainers.kafka.KafkaContainer;

/** A broker in a container; away means paused, because a container that starts again moves. */
final class ContainerKafka implements KafkaServer {

  private final KafkaContainer container = new KafkaContainer("apache/kafka-native:4.1.1");
  private final Pause pause = new Pause(container);

  @Override
  public String bootstrapServers() {
    return container.getBootstrapServers();
  }

  @Override
  public void start() {
    pause.end();
  }

  @Override
  public void stop() {
    pause.begin();
  }
}
