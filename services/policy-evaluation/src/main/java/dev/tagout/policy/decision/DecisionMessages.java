package dev.tagout.policy.decision;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tagout.contracts.decision.Decision;
import dev.tagout.contracts.finding.Finding;
import dev.tagout.contracts.finding.StartFinding;
import dev.tagout.contracts.json.Json;
import dev.tagout.contracts.topic.MessageType;
import dev.tagout.contracts.topic.Topic;

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
    ArrayNode messages = ofDecision(decision);
    Finding finding = StartFinding.of(decision, input.path("vm").path("owner").asText(null));
    messages
        .addObject()
        .put("topic", Topic.FINDINGS.name())
        .put("key", finding.vm().value())
        .put("id", finding.id())
        .put("type", MessageType.FINDING)
        .put("source", "/policy-evaluation/findings")
        .put("time", finding.at().toString())
        .set("payload", finding.event());
    return messages;
  }

  /** A standing verdict that changed, which is a decision too. */
  public static ArrayNode ofVerdict(Decision verdict) {
    ArrayNode messages = ofDecision(verdict);
    add(messages, verdict, Topic.VERDICTS, MessageType.VERDICT_CHANGED, "verdicts");
    return messages;
  }

  private static ArrayNode ofDecision(Decision decision) {
    ArrayNode messages = JsonNodeFactory.instance.arrayNode();
    add(messages, decision, Topic.DECISIONS, MessageType.DECISION_MADE, "decisions");
    return messages;
  }

  private static void add(
      ArrayNode messages, Decision decision, Topic topic, String type, String feed) {
    messages
        .addObject()
        .put("topic", topic.name())
        .put("key", decision.vm().id().value())
        .put("id", decision.decisionId().value())
        .put("type", type)
        .put("source", "/policy-evaluation/" + feed)
        .put("time", decision.decidedAt().toString())
        .set("payload", Json.toTree(decision));
  }
}
