package dev.tagout.lab.infrastructure;

/** A broker that somebody else runs, and that is theirs to stop. */
record RunningKafka(String bootstrapServers) implements KafkaServer {

  @Override
  public void start() {}

  @Override
  public void stop() {
    throw new UnsupportedOperationException("Kafka was given to the tests; they may not stop it");
  }
}
