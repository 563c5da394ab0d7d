package dev.tagout.policy.bundle;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.contracts.decision.Enforcement;
import dev.tagout.policy.evaluation.FailMode;
import java.util.List;
import java.util.Optional;

/** What the parameters say of tiers; a site's own say beats the pack's. */
public final class Tiers {
  private final JsonNode pack;
  private final JsonNode site;

  /**
   * @param data of the bundle
   */
  Tiers(JsonNode data) {
    this.pack = data.path("parameters").path("tiers");
    this.site = data.path("site").path("parameters").path("tiers");
  }

  /** The names of the tiers, lowest first. */
  public List<String> order() {
    JsonNode own = site.path("order");
    return (own.isArray() ? own : pack.path("order")).valueStream().map(JsonNode::asText).toList();
  }

  /** Closed, unless the tier is known and says {@code open}. */
  public FailMode failMode(String tier) {
    return "open".equals(setting("fail_mode", tier)) ? FailMode.OPEN : FailMode.CLOSED;
  }

  /** What holds for a tier, where it differs from the site. */
  public Optional<Enforcement> enforcement(String tier) {
    return switch (setting("enforcement", tier)) {
      case "observe" -> Optional.of(Enforcement.OBSERVE);
      case "enforce" -> Optional.of(Enforcement.ENFORCE);
      default -> Optional.empty();
    };
  }

  private String setting(String name, String tier) {
    if (tier == null) {
      return "";
    }
    JsonNode own = site.path(name).path(tier);
    return own.isMissingNode() ? pack.path(name).path(tier).asText("") : own.asText("");
  }
}
