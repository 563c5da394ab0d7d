package dev.tagout.lab.infrastructure;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;

/**
 * Gives the tests of a service Kafka with all topics, and a new, empty database.
 *
 * <pre>{@code
 * @QuarkusTest
 * @WithTestResource(Infrastructure.class)
 * class ReviewIT { … }
 * }</pre>
 *
 * Without a database: {@code initArgs = @ResourceArg(name = "database", value = "false")}. The
 * servers are shared by the tests of a JVM and started at their first use; see {@link TestServers}
 * for taking one of them away, and {@link ChosenServers} for other servers than child processes.
 */
public final class Infrastructure implements QuarkusTestResourceLifecycleManager {

  private boolean withDatabase = true;

  @Override
  public void init(Map<String, String> arguments) {
    withDatabase = Boolean.parseBoolean(arguments.getOrDefault("database", "true"));
  }

  @Override
  public Map<String, String> start() {
    var servers = TestServers.current();
    var configuration = new HashMap<String, String>();
    configuration.put("kafka.bootstrap.servers", servers.bootstrapServers());
    if (withDatabase) {
      configuration.putAll(servers.freshDatabase());
    }
    return configuration;
  }

  /** The servers outlive the application under test. */
  @Override
  public void stop() {}
}
