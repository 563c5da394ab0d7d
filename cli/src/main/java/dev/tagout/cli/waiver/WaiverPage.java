package dev.tagout.cli.waiver;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.cli.service.Answer;
import dev.tagout.cli.text.Document;
import java.util.ArrayList;
import java.util.List;

/** A waiver, for people. */
public final class WaiverPage {
  private WaiverPage() {}

  static List<String> lines(String title, JsonNode waiver) {
    Document page = new Document().line(title);
    page.field("id", Answer.text(waiver, "id"));
    page.field("state", Answer.text(waiver, "state"));
    page.field("rules", String.join(", ", Answer.texts(waiver.path("rules"))));
    page.field("for", scope(waiver));
    page.field("reason", Answer.text(waiver, "reason"));
    page.field("ticket", Answer.text(waiver, "ticket"));
    page.field("owner", Answer.text(waiver, "owner"));
    page.field("starts", Answer.text(waiver, "startsAt"));
    page.field("expires", Answer.text(waiver, "expiresAt"));
    page.field("requested", who(waiver, "requestedBy", "requestedAt"));
    page.field("approved", who(waiver, "approvedBy", "approvedAt"));
    page.field("revoked", who(waiver, "revokedBy", "revokedAt"));
    page.field("because", Answer.text(waiver, "revokeReason"));
    return page.lines();
  }

  /** Whom it excuses. */
  public static String scope(JsonNode waiver) {
    List<String> parts = new ArrayList<>();
    if (waiver.path("vm").isTextual()) {
      parts.add(waiver.get("vm").asText());
    }
    List<String> selector = new ArrayList<>();
    waiver
        .path("selector")
        .properties()
        .forEach(
            field -> {
              if (!field.getValue().isNull()) {
                selector.add(field.getKey() + "=" + field.getValue().asText());
              }
            });
    if (!selector.isEmpty()) {
      parts.add("VMs with " + String.join(", ", selector));
    }
    if (waiver.path("host").isTextual()) {
      parts.add((parts.isEmpty() ? "all VMs on " : "on ") + waiver.get("host").asText());
    }
    return String.join(" ", parts);
  }

  private static String who(JsonNode waiver, String by, String at) {
    String who = waiver.path(by).asText("");
    String when = waiver.path(at).asText("");
    if (who.isEmpty()) {
      return when;
    }
    return when.isEmpty() ? "by " + who : "by " + who + ", " + when;
  }
}
