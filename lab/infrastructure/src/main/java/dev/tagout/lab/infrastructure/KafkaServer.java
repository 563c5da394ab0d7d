package dev.tagout.lab.infrastructure;

/** A broker that may be taken away for a while. */
interface KafkaServer {

  String bootstrapServers();

  /** Comes back when it serves. Does nothing when it runs. */
  void start();

  /** Takes it away; what it holds stays. Does nothing when it is away. */
  void stop();
}
