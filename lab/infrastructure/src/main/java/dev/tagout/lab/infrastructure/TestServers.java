package dev.tagout.lab.infrastructure;

import java.util.Map;

/**
 * The Kafka broker and the PostgreSQL server that all tests of this JVM share.
 *
 * <p>Quarkus loads a test, and what it uses, anew for each application that it starts. So whoever
 * holds the servers is loaded once beside that, and only types of the JDK cross over.
 */
public interface TestServers {

  /** The servers of this JVM. Nothing is started before it is first asked for. */
  static TestServers current() {
    return OncePerJvm.get(TestServers.class, ChosenServers.class);
  }

  /** Where Kafka is; all topics are there. */
  String bootstrapServers();

  /**
   * A new, empty database, as configuration of the default datasource; with the property {@code
   * tagout.test.role}, by that role, and of Flyway by the owner.
   */
  Map<String, String> freshDatabase();

  /** Takes Kafka away. Does nothing when it is away. */
  void stopKafka();

  /** Gives it back, with the same address and what it had. Does nothing when it is there. */
  void startKafka();

  /** Takes PostgreSQL away. Does nothing when it is away. */
  void stopPostgres();

  /** Gives it back, with the same address and what it had. Does nothing when it is there. */
  void startPostgres();
}
