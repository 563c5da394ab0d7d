package dev.tagout.cli.breakglass;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.cli.service.Answer;
import dev.tagout.cli.text.Document;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A break-glass, for people. */
final class BreakGlassPage {
  private BreakGlassPage() {}

  static List<String> lines(String title, JsonNode glass) {
    Document page = new Document().line(title);
    page.field("id", Answer.text(glass, "id"));
    page.field("state", Answer.text(glass, "state"));
    page.field("VM", Answer.text(glass, "vm"));
    page.field("host", host(glass));
    page.field("reason", Answer.text(glass, "reason"));
    page.field("ticket", Answer.text(glass, "ticket"));
    page.field("minutes", Answer.text(glass, "minutes"));
    page.field("expires", Answer.text(glass, "expiresAt"));
    page.field("requested", joined("by ", glass, "requestedBy", "requestedAt"));
    page.field("approved", joined("by ", glass, "approvedBy", "approvedAt"));
    page.field("used", joined("on ", glass, "usedOn", "usedAt"));
    page.field("decision", Answer.text(glass, "decision"));
    page.field("revoked", joined("by ", glass, "revokedBy", "revokedAt"));
    page.field("because", Answer.text(glass, "revokeReason"));
    return page.lines();
  }

  /** Where it admits. */
  static String host(JsonNode glass) {
    return glass.path("host").isTextual() ? glass.get("host").asText() : "any";
  }

  private static String joined(String word, JsonNode glass, String who, String when) {
    String name = glass.path(who).asText("");
    return Stream.of(name.isEmpty() ? "" : word + name, glass.path(when).asText(""))
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining(", "));
  }
}
