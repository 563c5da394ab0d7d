package dev.tagout.cli.dlq;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.cli.service.Answer;
import dev.tagout.cli.text.Document;
import java.util.List;
import java.util.Map;

/** A dead letter, for people. */
final class LetterPage {
  private LetterPage() {}

  /**
   * @param open what it holds; missing when that is not shown
   */
  static List<String> lines(String title, JsonNode letter, JsonNode open) {
    Document page = new Document().line(title);
    page.field(
        "letter",
        "%s/%s/%s"
            .formatted(
                Answer.text(letter, "topic"),
                Answer.text(letter, "partition"),
                Answer.text(letter, "offset")));
    page.field("at", Answer.text(letter, "at"));
    page.field("key", Answer.text(letter, "key"));
    page.field("event", Answer.text(letter, "eventId"));
    page.field("reason", Answer.text(letter, "reason"));
    page.field("field", Answer.text(letter, "field"));
    page.field("from", source(letter.path("source")));
    page.field("size", Answer.text(letter, "size") + " bytes");
    if (!letter.path("complete").asBoolean(true)) {
      page.field("kept", "only its beginning: it cannot be replayed");
    }
    page.field("overtaken", Answer.text(letter, "overtakenBy"));
    page.field("replayed", Answer.text(letter, "replayedAt"));
    page.field("by", Answer.text(letter, "replayedBy"));
    if (open.isMissingNode()) {
      return page.lines();
    }
    page.heading("Headers");
    for (Map.Entry<String, JsonNode> header : open.path("headers").properties()) {
      page.indented(header.getKey() + ": " + header.getValue().asText());
    }
    page.heading("Value");
    JsonNode value = open.path("value");
    if (!value.isMissingNode()) {
      value.toPrettyString().lines().forEach(page::verbatim);
    } else {
      page.indented(open.path("text").asText("none"));
    }
    return page.lines();
  }

  private static String source(JsonNode source) {
    String topic = Answer.text(source, "topic");
    return source.path("offset").isNumber()
        ? "%s, partition %s, offset %s"
            .formatted(topic, Answer.text(source, "partition"), Answer.text(source, "offset"))
        : topic;
  }
}
