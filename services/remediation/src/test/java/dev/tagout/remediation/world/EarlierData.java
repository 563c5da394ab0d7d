package dev.tagout.remediation.world;

import dev.tagout.contracts.id.VmId;
import dev.tagout.lab.infrastructure.Checkout;
import dev.tagout.lab.infrastructure.Migrations;
import dev.tagout.lab.infrastructure.TestServers;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

/**
 * A database as the service left it in its first version: a run that is due, one that the service
 * died in a moment ago, so that its lease is not over, one that is held, and an outcome that was
 * not told yet.
 */
public final class EarlierData implements QuarkusTestResourceLifecycleManager {
  public static final VmId DUE = new VmId("fake:earlier-due");
  public static final VmId INTERRUPTED = new VmId("fake:earlier-interrupted");
  public static final VmId HELD = new VmId("fake:earlier-held");
  public static final VmId UNTOLD = new VmId("fake:earlier-untold");
  public static final String UNTOLD_RUN = "01931f5e-7a00-7000-8000-000000000004";

  private static final int VERSION = 1;

  @Override
  public Map<String, String> start() {
    TestServers servers = TestServers.current();
    Map<String, String> configuration = new HashMap<>(servers.freshDatabase());
    Migrations migrations = new Migrations(Checkout.current(), "remediation", configuration);
    configuration.put("kafka.bootstrap.servers", servers.bootstrapServers());
    configuration.putAll(Migrations.baseline(VERSION));
    try (Connection connection = migrations.connect();
        Statement statement = connection.createStatement()) {
      migrations.apply(1, VERSION);
      statement.execute(
          """
          INSERT INTO run (id, vm_id, vm_name, host_id, instance, running_since, trigger, action, decision_id, rules, started_at, status, reason, due_at, acted_at, attempts, lease_owner, leased_until)
          SELECT ('01931f5e-7a00-7000-8000-00000000000' || n)::uuid, vm, 'earlier', '%1$s', 'run-1', now() - interval '2 minutes', 'BYPASS', 'POWER_OFF',
            ('01931f5e-7a00-7000-8000-00000000001' || n)::uuid, '{patch/missing}', now() - interval '1 minute', status, reason, due_at, acted_at, attempts, owner, leased_until
          FROM (VALUES
            (1, '%2$s', 'PENDING', NULL, now(), NULL::timestamptz, 0, NULL::uuid, NULL::timestamptz),
            (2, '%3$s', 'ACTING', NULL, now(), now() - interval '1 minute', 1, '01931f5e-7a00-7000-8000-000000000099', now() + interval '30 seconds'),
            (3, '%4$s', 'HELD', 'too many in too short a time', NULL, NULL, 0, NULL, NULL)
          ) AS r (n, vm, status, reason, due_at, acted_at, attempts, owner, leased_until);
          INSERT INTO run_verdict (decision_id, run_id) SELECT decision_id, id FROM run;
          INSERT INTO attempt (run_id, number, begun_at, tried)
          SELECT id, 1, acted_at, 'power_off' FROM run WHERE status = 'ACTING';
          INSERT INTO outbox (topic, record_key, ce_id, ce_type, ce_source, ce_time, payload)
          VALUES ('REMEDIATION_OUTCOMES', '%5$s', '%6$s/succeeded', 'dev.tagout.remediation.outcome.v1', '/remediation', now(), jsonb_build_object(
            'runId', '%6$s', 'decisionId', '01931f5e-7a00-7000-8000-000000000014', 'vm', '%5$s', 'host', '%1$s', 'trigger', 'bypass', 'action', 'power_off',
            'status', 'succeeded', 'reason', 'powered off', 'attempts', 1, 'startedAt', '2026-01-01T00:00:00Z', 'endedAt', '2026-01-01T00:00:01Z', 'exposureMillis', 1000));
          """
              .formatted(Site.HOST, DUE, INTERRUPTED, HELD, UNTOLD, UNTOLD_RUN));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return configuration;
  }

  /** The servers outlive the application under test. */
  @Override
  public void stop() {}
}
