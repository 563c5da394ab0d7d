package dev.tagout.policy.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagout.contracts.decision.Point;
import dev.tagout.contracts.event.VmConfiguration;
import dev.tagout.contracts.json.Json;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/**
 * Makes the input that policies see from a review and what is known. A group about which nothing is
 * known is absent, never null. The shape is {@code policies/schemas/review.json}.
 */
public final class ReviewInput {
  private final Review review;
  private final ReviewState state;

  private ReviewInput(Review review, ReviewState state) {
    this.review = review;
    this.state = state;
  }

  public static ObjectNode of(Review review, ReviewState state) {
    return new ReviewInput(review, state).input();
  }

  private ObjectNode input() {
    ObjectNode input = JsonNodeFactory.instance.objectNode();
    ObjectNode asked = input.putObject("review");
    asked.put("id", review.id().value());
    asked.put("point", review.point().name());
    asked.put("operation", review.operation().name());
    asked.put("at", text(review.at()));
    put(asked, "requestedBy", review.requestedBy());
    input.set("vm", vm());
    if (review.host() != null) {
      input.set("host", host());
      // Who runs on a host that was never listed is not known, which is not the same as nobody.
      if (state.hostIsListed()) {
        input.set("residents", state.residents());
      }
    }
    return input;
  }

  private ObjectNode vm() {
    ObjectNode vm = JsonNodeFactory.instance.objectNode();
    vm.put("id", review.vm().value());
    put(
        vm,
        "name",
        review.vmName() != null ? review.vmName() : state.vm().path("name").asText(null));
    ObjectNode claimed = claims();
    JsonNode assigned = state.vmAssignment();
    if (assigned.hasNonNull("tier")) {
      vm.set("tier", assigned.get("tier"));
      vm.put("tierSource", "assignment");
    } else if (claimed.hasNonNull("tier")) {
      vm.set("tier", claimed.get("tier"));
      vm.put("tierSource", "configuration");
    }
    for (String field : new String[] {"group", "contact"}) {
      copy(assigned, vm, field);
    }
    for (String field : new String[] {"owner", "admins"}) {
      copy(assigned.hasNonNull(field) ? assigned : claimed, vm, field);
    }
    if (vm.has("owner")) {
      vm.put("ownerSource", assigned.hasNonNull("owner") ? "assignment" : "configuration");
    }
    if (review.point() == Point.STANDING && state.place().hasNonNull("running_since")) {
      vm.put("runningSince", text(instant(state.place().get("running_since"))));
    }
    facts(state.vmFacts(), vm);
    if (review.configuration() != null) {
      ObjectNode configuration = configuration(Json.toTree(review.configuration()));
      configuration.put("observedAt", text(review.at()));
      configuration.put("source", "start hook");
      vm.set("configuration", configuration);
    }
    return vm;
  }

  private ObjectNode host() {
    ObjectNode host = JsonNodeFactory.instance.objectNode();
    host.put("id", review.host().value());
    copy(state.host(), host, "name");
    JsonNode assigned = state.hostAssignment();
    for (String field : new String[] {"tier", "group", "owner", "contact", "maintenance"}) {
      copy(assigned, host, field);
    }
    if (host.has("tier")) {
      host.put("tierSource", "assignment");
    }
    facts(state.hostFacts(), host);
    return host;
  }

  /** What the VM says of itself. */
  private ObjectNode claims() {
    VmConfiguration asked = review.configuration();
    JsonNode body =
        asked != null ? Json.toTree(asked) : state.vmFacts().path("configuration").path("body");
    return body.isObject() ? (ObjectNode) body : JsonNodeFactory.instance.objectNode();
  }

  private static void facts(JsonNode groups, ObjectNode into) {
    for (Map.Entry<String, JsonNode> group : groups.properties()) {
      JsonNode fact = group.getValue();
      ObjectNode body = fact.path("body").deepCopy();
      if (group.getKey().equals("configuration")) {
        body = configuration(body);
      }
      body.put("observedAt", text(instant(fact.path("observedAt"))));
      body.put("source", fact.path("source").asText());
      into.set(group.getKey(), body);
    }
  }

  /**
   * The part of a definition that is no claim about people. What it says of its own tier stays: a
   * rule compares it with what was assigned.
   */
  private static ObjectNode configuration(JsonNode body) {
    ObjectNode configuration = body.deepCopy();
    configuration.remove(List.of("owner", "admins"));
    return configuration;
  }

  private static Instant instant(JsonNode timestamptz) {
    return OffsetDateTime.parse(timestamptz.asText()).toInstant();
  }

  private static String text(Instant instant) {
    return instant.truncatedTo(ChronoUnit.MILLIS).toString();
  }

  private static void put(ObjectNode into, String field, String value) {
    if (value != null) {
      into.put(field, value);
    }
  }

  private static void copy(JsonNode from, ObjectNode into, String field) {
    if (from.hasNonNull(field)) {
      into.set(field, from.get(field));
    }
  }
}
