package dev.tagout.remediation.verdict;

import dev.tagout.contracts.decision.Decision;
import dev.tagout.contracts.decision.Placement;
import dev.tagout.contracts.decision.Point;
import dev.tagout.contracts.decision.RemediationAction;
import dev.tagout.contracts.id.VmId;
import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.json.Json;
import dev.tagout.contracts.json.Require;
import dev.tagout.contracts.topic.MessageType;
import dev.tagout.contracts.topic.Topic;
import dev.tagout.platform.messaging.RecordHandler;
import dev.tagout.platform.trace.TraceParent;
import dev.tagout.remediation.RemediationConfig;
import dev.tagout.remediation.breaker.Breakers;
import dev.tagout.remediation.run.Runs;
import dev.tagout.remediation.run.Wanted;
import dev.tagout.remediation.safety.Seen;
import io.cloudevents.CloudEvent;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** Records what verdicts ask for. Nothing is done to any VM here, whatever is read. */
@ApplicationScoped
class VerdictHandler implements RecordHandler<Told> {
  private static final int LONGEST_INSTANCE = 500;

  /** Of assignments, from which tiers come. */
  private static final int LONGEST_WORD = 100;

  private final Runs runs;
  private final Breakers breakers;
  private final Caps caps;

  VerdictHandler(Runs runs, Breakers breakers, RemediationConfig config) {
    this.runs = runs;
    this.breakers = breakers;
    this.caps = Caps.of(config);
  }

  @Override
  public Topic topic() {
    return Topic.VERDICTS;
  }

  @Override
  public Told parse(CloudEvent event) {
    return parse(event, Optional.empty());
  }

  @Override
  public Told parse(CloudEvent event, Optional<TraceParent> cause) {
    return new Told(verdict(event), cause);
  }

  private static Decision verdict(CloudEvent event) {
    if (!MessageType.VERDICT_CHANGED.equals(event.getType())) {
      throw new ContractViolation("type", "must be " + MessageType.VERDICT_CHANGED);
    }
    if (event.getData() == null) {
      throw new ContractViolation("data", "is required");
    }
    try {
      return checked(Json.read(event.getData().toBytes(), Decision.class));
    } catch (ContractViolation e) {
      throw e.within("data");
    }
  }

  private static Decision checked(Decision verdict) {
    if (verdict.point() != Point.STANDING) {
      throw new ContractViolation("point", "must be STANDING");
    }
    Require.bounded(verdict.instance(), LONGEST_INSTANCE, "instance");
    Require.bounded(verdict.vm().tier(), LONGEST_WORD, "vm.tier");
    if (verdict.placement() == Placement.RUNNING) {
      Require.present(verdict.host(), "host");
    }
    return verdict;
  }

  /** First whether it is a storm: then what it asks for finds the breaker open. */
  @Override
  public void handle(List<Told> told) {
    breakers.note(
        told.stream()
            .map(Told::verdict)
            .map(v -> Seen.of(v, Triage.of(v, caps) instanceof Response.Stop))
            .toList());
    runs.begin(told.stream().map(this::wanted).flatMap(Optional::stream).toList());
  }

  @Override
  public void removed(String key) {
    breakers.forget(new VmId(key));
  }

  private Optional<Wanted> wanted(Told told) {
    Decision verdict = told.verdict();
    return switch (Triage.of(verdict, caps)) {
      case Response.Nothing() -> Optional.empty();
      case Response.Notify(var trigger, var reason) ->
          Optional.of(new Wanted(verdict, trigger, RemediationAction.NOTIFY, reason, told.cause()));
      case Response.Stop(var trigger, var action, var reason) ->
          Optional.of(new Wanted(verdict, trigger, action, reason, told.cause()));
    };
  }
}
