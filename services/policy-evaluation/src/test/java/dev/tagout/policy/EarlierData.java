package dev.tagout.policy;

import dev.tagout.lab.infrastructure.Checkout;
import dev.tagout.lab.infrastructure.Migrations;
import dev.tagout.lab.infrastructure.TestServers;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

/**
 * A database as the service left it before it kept histories (version 3 of the schema), with a host
 * on which one VM runs that was admitted, one that went around the gate, one that is off, and one
 * whose admitted start nobody has seen yet.
 */
public class EarlierData implements QuarkusTestResourceLifecycleManager {
  /** A service with a database of its own. */
  public static final class Alone implements QuarkusTestProfile {}

  private static final int VERSION = 3;

  static final String HOST = "test:earlier-host";
  static final String ADMITTED = "test:earlier-admitted";
  static final String BYPASS = "test:earlier-bypass";
  static final String OFF = "test:earlier-off";
  static final String AWAITED = "test:earlier-awaited";
  static final String DECISION = "01931f5e-7a00-7000-8000-00000000000";

  @Override
  public Map<String, String> start() {
    TestServers servers = TestServers.current();
    Map<String, String> configuration = new HashMap<>(servers.freshDatabase());
    configuration.put("kafka.bootstrap.servers", servers.bootstrapServers());
    Migrations migrations = new Migrations(Checkout.current(), "policy-evaluation", configuration);
    configuration.putAll(Migrations.baseline(VERSION));
    try (Connection connection = migrations.connect();
        Statement statement = connection.createStatement()) {
      migrations.apply(1, VERSION);
      statement.execute(
          """
          INSERT INTO host (id, name, assignment, connected, connection_at, connection_event, listed_at)
          VALUES ('%1$s', 'earlier', '{"tier": "internal"}', true, now() - interval '1 hour', 'listed', now() - interval '1 hour');
          INSERT INTO vm (id, name, assignment)
          SELECT id, 'vm', '{"tier": "internal"}' FROM unnest(ARRAY['%2$s', '%3$s', '%4$s', '%5$s']) AS id;
          INSERT INTO fact (kind, subject, fact_group, observed_at, event_id, source, body)
          SELECT 'VM', id, 'patch', now() - interval '1 minute', 'scan', '/test', '{"missing": [], "scanner": "test"}' FROM vm;
          INSERT INTO decision (id, vm_id, host_id, point, outcome, decided_at, rules, revision, body, input)
          SELECT ('%6$s' || n)::uuid, vm, '%1$s', 'POWER_ON', 'ALLOWED', now() - interval '30 seconds', '{}', 'earlier', '{}', '{}'
          FROM (VALUES (1, '%2$s'), (2, '%5$s')) AS d (n, vm);
          INSERT INTO placement (vm_id, host_id, state, observed_at, event_id, defined_at, instance, running_since, admission, decision_id)
          VALUES ('%2$s', '%1$s', 'RUNNING', now() - interval '20 seconds', 'start', now() - interval '1 hour', 'run-1', now() - interval '20 seconds', 'ADMITTED', '%6$s1'),
            ('%3$s', '%1$s', 'RUNNING', now() - interval '20 seconds', 'start', now() - interval '1 hour', 'run-2', now() - interval '20 seconds', 'BYPASS', NULL),
            ('%4$s', '%1$s', 'DEFINED', now() - interval '20 seconds', 'stop', now() - interval '1 hour', NULL, NULL, NULL, NULL),
            ('%5$s', '%1$s', 'DEFINED', now() - interval '1 hour', 'listed', now() - interval '1 hour', NULL, NULL, NULL, NULL);
          INSERT INTO reservation (vm_id, host_id, decision_id, name, tier, expires_at)
          VALUES ('%5$s', '%1$s', '%6$s2', 'vm', 'internal', now() + interval '90 seconds');
          INSERT INTO mark (vm_id, due_at) SELECT id, now() FROM vm;
          """
              .formatted(HOST, ADMITTED, BYPASS, OFF, AWAITED, DECISION));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return configuration;
  }

  @Override
  public void stop() {}
}
