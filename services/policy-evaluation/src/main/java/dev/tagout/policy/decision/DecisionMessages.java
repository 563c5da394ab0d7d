package dev.tagout.policy.decision;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.tagout.contracts.decision.Decision;
import dev.tagout.contracts.finding.StartFinding;
import dev.tagout.contracts.topic.MessageType;
import dev.tagout.contracts.topic.Topic;
import dev.tagout.platform.trace.TraceParent;
import dev.tagout.policy.message.Messages;

/**
 * A decision as it goes to the outbox, in the form that the function {@code put_outbox} takes. A
 * verdict is told on two topics under one id, so the two have different sources: source and id
 * together identify an event (CloudEvents 1.0, "id").
 */
public final class DecisionMessages {

  private DecisionMessages() {}

  /**
   * A decision about a start that was asked for, by the gate or by a ticket. The SIEM hears of it,
   * too.
   *
   * @param input that it was made from
   */
  public static ArrayNode ofStart(Decision decision, JsonNode input) {
    return ofDecision(decision)
        .add(StartFinding.of(decision, input.path("vm").path("owner").asText(null), trace()))
        .json();
  }

  /** The id of the trace that is gone on with, which the outbox takes from there, too. */
  private static String trace() {
    return TraceParent.current().map(TraceParent::traceId).orElse(null);
  }

  /** A standing verdict that changed, which is a decision too. */
  public static ArrayNode ofVerdict(Decision verdict) {
    return add(
            ofDecision(verdict), verdict, Topic.VERDICTS, MessageType.VERDICT_CHANGED, "verdicts")
        .json();
  }

  private static Messages ofDecision(Decision decision) {
    return add(new Messages(), decision, Topic.DECISIONS, MessageType.DECISION_MADE, "decisions");
  }

  private static Messages add(
      Messages messages, Decision decision, Topic topic, String type, String feed) {
    return messages.add(
        topic,
        decision.vm().id().value(),
        decision.decisionId().value(),
        type,
        feed,
        decision.decidedAt(),
        decision);
  }
}
