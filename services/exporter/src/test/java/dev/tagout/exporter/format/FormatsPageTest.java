package dev.tagout.exporter.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagout.contracts.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FormatsPageTest {
  private static final String REFRESH =
      "./mvnw -pl services/exporter -am test -Dtest=FormatsPageTest -Dtagout.docs.write=true";

  @Test
  void thePageOfFormatsIsCurrent() throws IOException {
    // Given
    ObjectNode event = Samples.refusedStart();
    StringBuilder page = new StringBuilder();
    page.append("# Formats\n\n<!-- Made from dev.tagout.exporter.format. Refresh: ");
    page.append(REFRESH).append(" -->\n\n");
    page.append(
        """
        How the findings of `tagout.findings.v1` are written for receivers. Each example is the same refused start. In every format:

        - An event is one line. Control and format characters, separators of lines and paragraphs, and halves of surrogate pairs are U+FFFD in it.
        - A value is the first of the places that are named where something stands; of several values each once, with commas between where the format has no lists.
        - Of a line that is over the limit details go first, the last of the table before the others; then the message is shortened to no less than 200 bytes, which ends in `…`; then fields that stay long go in the same
          way; then the message shrinks further. No escape and no character is cut apart. The line says that it was cut.
        - An event of a class that is not known here is written with what every class has.

        """);

    // When
    ocsf(page, event);
    ecs(page, event);
    cef(page, event);
    leef(page, event);

    // Then
    check(page.toString());
  }

  private static void ocsf(StringBuilder page, ObjectNode event) throws IOException {
    page.append("## OCSF\n\nAs on the topic: [findings](findings.md). A cut event has ");
    page.append(
        "`metadata.is_truncated`, and its former size in kilobytes in"
            + " `metadata.untruncated_size`; it is still valid.\n\nWhat goes first, in this order: ");
    page.append(names(OcsfFormat.DETAILS)).append(". When the message was shortened: ");
    page.append(names(OcsfFormat.OTHERS));
    page.append(
        ". Of a list with `[]` elements go from its end, and no more than have to. When that is not enough, what is left is what every class and the event's own demand,"
            + " with texts shortened.\n\nThe start at a limit of 2048 bytes:\n\n");
    json(page, new OcsfFormat().write(event, 2048));
  }

  private static void ecs(StringBuilder page, ObjectNode event) throws IOException {
    page.append(
        """
        ## ECS

        Elastic Common Schema 9.4.0, for the data stream `logs-tagout.findings-<namespace>`: its [index template and pipeline](../../deploy/siem/elastic). A cut document has `tagout.truncated`, and its former size in bytes in
        `tagout.untruncated_size`.

        | field | from | when cut |
        |---|---|---|
        """);
    for (EcsFormat.Field field : EcsFormat.FIELDS) {
      row(page, field.name(), field.from(), stays(field.stays()));
    }
    row(page, "message", Origin.of(Origins.MESSAGE).toString(), "is shortened");
    page.append('\n');
    json(page, new EcsFormat().write(event, 64_000));
  }

  private static void cef(StringBuilder page, ObjectNode event) {
    page.append(
        """
        ## CEF

        `CEF:0|Tagout|Tagout|<metadata.product.version>|<metadata.event_code>|<class_name>: <activity_name>|<severity>|…`, with 1, 3, 5, 8, 10 for the severities from informational to critical and `Unknown` where none is stated.
        The spaces around a value are left out. A value that is longer than the dictionary has it ends in `…`. Of a line that was cut for that or for the limit, `cn3` with the label `untruncatedSize` has the former size in bytes.
        `externalId` is the event's id, or where that has more than 40 characters its beginning, `~` and 16 digits of its SHA-256.

        | key | label | from | at most | when cut |
        |---|---|---|---|---|
        | `rt` | | `time` | | stays |
        | `externalId` | | `metadata.uid` | 40 | stays |
        | `cn1` | `classUid` | `class_uid` | | stays |
        """);
    for (Attribute attribute : CefFormat.ATTRIBUTES) {
      page.append(
          "| `%s` | %s | %s | %d | %s |\n"
              .formatted(
                  attribute.key(),
                  attribute.label() == null ? "" : "`" + attribute.label() + "`",
                  attribute.from(),
                  attribute.longest(),
                  stays(attribute.stays())));
    }
    page.append("| `msg` | | %s | 1023 | is shortened |\n".formatted(Origin.of(Origins.MESSAGE)));
    line(page, new CefFormat().write(event, 8000));
  }

  private static void leef(StringBuilder page, ObjectNode event) {
    page.append(
        """
        ## LEEF

        `LEEF:2.0|Tagout|Tagout|<metadata.product.version>|<metadata.event_code>|^|…` with `^` between the attributes. LEEF has no escapes: a caret in a value is U+FFFD. Of a line that was cut, `untruncatedSize` has the former
        size in bytes.

        | key | from | at most | when cut |
        |---|---|---|---|
        | `devTime` | `time` | | stays |
        | `sev` | `severity_id`: 1, 3, 5, 8, 10 | | stays |
        | `eventId` | `metadata.uid` | 128 | stays |
        | `classUid` | `class_uid` | | stays |
        """);
    for (Attribute attribute : LeefFormat.ATTRIBUTES) {
      page.append(
          "| `%s` | %s | %d | %s |\n"
              .formatted(
                  attribute.key(),
                  attribute.from(),
                  attribute.longest(),
                  stays(attribute.stays())));
    }
    page.append("| `msg` | %s | 2000 | is shortened |\n".formatted(Origin.of(Origins.MESSAGE)));
    line(page, new LeefFormat().write(event, 8000));
  }

  private static void row(StringBuilder page, String name, String from, String stays) {
    page.append("| `%s` | %s | %s |\n".formatted(name, from, stays));
  }

  private static String stays(PairLine.Stays stays) {
    return switch (stays) {
      case ALWAYS -> "stays";
      case LONG -> "stays long";
      case SHORT -> "goes first";
    };
  }

  private static String names(List<String> names) {
    return names.stream().map(n -> "`" + n + "`").collect(Collectors.joining(", "));
  }

  private static void json(StringBuilder page, Format.Text text) throws IOException {
    Object tree = Json.mapper().readTree(text.line());
    page.append("```json\n");
    page.append(Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(tree));
    page.append("\n```\n\n");
  }

  private static void line(StringBuilder page, Format.Text text) {
    page.append("\n```\n").append(text.line()).append("\n```\n\n");
  }

  private static void check(String expected) throws IOException {
    Path file = Path.of(System.getProperty("tagout.root"), "docs", "reference", "formats.md");
    String made = expected.stripTrailing() + "\n";
    if (Boolean.getBoolean("tagout.docs.write")) {
      Files.writeString(file, made);
    }
    assertThat(Files.exists(file) ? Files.readString(file) : "")
        .as("docs/reference/formats.md is not current. Refresh it with: %s", REFRESH)
        .isEqualTo(made);
  }
}
