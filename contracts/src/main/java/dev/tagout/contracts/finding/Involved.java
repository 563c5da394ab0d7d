package dev.tagout.contracts.finding;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagout.contracts.decision.Decision;
import dev.tagout.contracts.decision.Outcome;
import dev.tagout.contracts.decision.Violation;

/**
 * The VM that a decision is about, both where consumers of findings and where those of hosts look.
 */
final class Involved {
  private static final int ROLE_TARGET = 1;

  private final Decision decision;
  private final String owner;

  /**
   * @param owner of the VM; null when nobody has said it
   */
  Involved(Decision decision, String owner) {
    this.decision = decision;
    this.owner = owner;
  }

  void write(OcsfEvent ocsf) {
    String id = SafeText.of(decision.vm().id().value(), SafeText.NAME);
    String name = SafeText.of(decision.vm().label(), SafeText.NAME);
    ObjectNode device = ocsf.device(decision.vm().id(), decision.vm().label());
    if (answered(decision.outcome())) {
      device.put(
          "is_compliant", decision.violations().stream().noneMatch(Violation::intendsDenial));
    }
    ObjectNode resource = ocsf.json().putArray("resources").addObject();
    resource.put("uid", id).put("name", name).put("type", "VirtualMachine");
    resource.put("role_id", ROLE_TARGET).put("role", "Target");
    if (owner != null && !owner.isEmpty()) {
      ObjectNode user = JsonNodeFactory.instance.objectNode();
      user.put("name", SafeText.of(owner, SafeText.NAME));
      resource.set("owner", user);
      device.set("owner", user.deepCopy());
    }
    ArrayNode tags = JsonNodeFactory.instance.arrayNode();
    tag(tags, "tier", decision.vm().tier());
    if (decision.host() != null) {
      tag(tags, "host", decision.host().id().value());
      tag(tags, "host_tier", decision.host().tier());
      tag(tags, "host_group", decision.host().group());
    }
    if (!tags.isEmpty()) {
      resource.set("tags", tags);
    }
  }

  /** Without an answer nothing is said of the VM, neither that it is fit nor that it is not. */
  private static boolean answered(Outcome outcome) {
    return switch (outcome) {
      case ALLOWED, DENIED, WAIVED -> true;
      case INDETERMINATE, UNRECOGNIZED -> false;
    };
  }

  private static void tag(ArrayNode tags, String name, String value) {
    if (value != null && !value.isEmpty()) {
      tags.addObject().put("name", name).put("value", SafeText.of(value, SafeText.NAME));
    }
  }
}
