package dev.tagout.policy.record;

import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.json.Json;
import dev.tagout.contracts.json.Require;
import dev.tagout.contracts.remediation.RemediationOutcome;
import dev.tagout.contracts.topic.MessageType;
import dev.tagout.contracts.topic.Topic;
import dev.tagout.platform.messaging.RecordHandler;
import dev.tagout.policy.database.Database;
import io.cloudevents.CloudEvent;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;

/** Adds to the record what became of runs; of what comes twice, once. */
@ApplicationScoped
class OutcomeHandler implements RecordHandler<ToldOutcome> {
  private static final int LONGEST_ID = 200;

  private final Database database;

  OutcomeHandler(Database database) {
    this.database = database;
  }

  @Override
  public Topic topic() {
    return Topic.REMEDIATION_OUTCOMES;
  }

  @Override
  public ToldOutcome parse(CloudEvent event) {
    if (!MessageType.REMEDIATION_OUTCOME.equals(event.getType())) {
      throw new ContractViolation("type", "must be " + MessageType.REMEDIATION_OUTCOME);
    }
    Require.text(event.getId(), LONGEST_ID, "id");
    if (event.getData() == null) {
      throw new ContractViolation("data", "is required");
    }
    byte[] data = event.getData().toBytes();
    try {
      return new ToldOutcome(
          event.getId(),
          Json.read(data, RemediationOutcome.class),
          new String(data, StandardCharsets.UTF_8));
    } catch (ContractViolation e) {
      throw e.within("data");
    }
  }

  @Override
  public void handle(List<ToldOutcome> told) {
    database.call(
        on ->
            on.update(
                "INSERT INTO remediation_outcome (event_id, run_id, decision_id, vm_id, body)"
                    + " SELECT event, run::uuid, decision::uuid, vm, body::jsonb"
                    + " FROM unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[])"
                    + " AS t (event, run, decision, vm, body)"
                    + " ON CONFLICT (event_id) DO NOTHING",
                of(told, ToldOutcome::event),
                of(told, one -> one.outcome().runId().value()),
                of(told, one -> one.outcome().decisionId().value()),
                of(told, one -> one.outcome().vm().value()),
                of(told, ToldOutcome::body)));
  }

  private static List<String> of(List<ToldOutcome> told, Function<ToldOutcome, String> column) {
    return told.stream().map(column).toList();
  }
}
