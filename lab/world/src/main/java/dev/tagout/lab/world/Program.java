package dev.tagout.lab.world;

/** What a world consists of. */
public enum Program {
  COLLECTOR("collector", "TAGOUT_COLLECTOR_PORT", 8081),
  POLICY_EVALUATION("policy-evaluation", "TAGOUT_POLICY_PORT", 8082),
  /** A second replica, where there is one. */
  POLICY_EVALUATION_2("policy-evaluation-2", "TAGOUT_POLICY_2_PORT", 8085),
  REMEDIATION("remediation", "TAGOUT_REMEDIATION_PORT", 8083),
  EXPORTER("exporter", "TAGOUT_EXPORTER_PORT", 8084),
  SIMULATOR("simulator", "TAGOUT_SIMULATOR_PORT", 8090),
  KAFKA("Kafka", "TAGOUT_KAFKA_PORT", 9092),
  POSTGRES("PostgreSQL", "TAGOUT_POSTGRES_PORT", 5433);

  private final String title;
  private final String portVariable;
  private final int usualPort;

  Program(String title, String portVariable, int usualPort) {
    this.title = title;
    this.portVariable = portVariable;
    this.usualPort = usualPort;
  }

  /** The environment variable that changes its port. */
  public String portVariable() {
    return portVariable;
  }

  int usualPort() {
    return usualPort;
  }

  /** As people call it. */
  @Override
  public String toString() {
    return title;
  }
}
