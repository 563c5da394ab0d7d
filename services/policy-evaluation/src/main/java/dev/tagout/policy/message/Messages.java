package dev.tagout.policy.message;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tagout.contracts.finding.Finding;
import dev.tagout.contracts.json.Json;
import dev.tagout.contracts.topic.MessageType;
import dev.tagout.contracts.topic.Topic;
import java.time.Instant;

/** Messages in the form that the function {@code put_outbox} takes, in their order. */
public final class Messages {
  private static final String SOURCE = "/policy-evaluation/";

  private final ArrayNode json = JsonNodeFactory.instance.arrayNode();

  /**
   * One more message.
   *
   * @param key of the record
   * @param id CloudEvents' {@code id}, equal in each delivery
   * @param type CloudEvents' {@code type}
   * @param feed what follows the service's name in CloudEvents' {@code source}: source and id
   *     together identify an event (CloudEvents 1.0, "id")
   * @param payload a contract type or JSON
   */
  public Messages add(
      Topic topic, String key, String id, String type, String feed, Instant at, Object payload) {
    json.addObject()
        .put("topic", topic.name())
        .put("key", key)
        .put("id", id)
        .put("type", type)
        .put("source", SOURCE + feed)
        .put("time", at.toString())
        .set("payload", Json.toTree(payload));
    return this;
  }

  /** One more, for the SIEM. */
  public Messages add(Finding finding) {
    return add(
        Topic.FINDINGS,
        finding.key(),
        finding.id(),
        MessageType.FINDING,
        "findings",
        finding.at(),
        finding.event());
  }

  /** As the function takes them. */
  public ArrayNode json() {
    return json;
  }
}
