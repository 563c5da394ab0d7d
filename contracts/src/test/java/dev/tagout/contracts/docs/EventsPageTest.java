package dev.tagout.contracts.docs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.contracts.schema.Schemas;
import java.io.IOException;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class EventsPageTest {
  @Test
  void pageIsCurrent() throws IOException {
    // Given
    StringBuilder page =
        new StringBuilder(ReferencePage.heading("Events", "contracts/src/main/resources/schemas"));
    page.append(
        "What stands in the value of each CloudEvents type. Where it goes: [topics](topics.md)."
            + " A field that is not\nrequired may be absent or null. A word that this version does"
            + " not know is read as `unrecognized`.\n");
    for (String type : Schemas.types()) {
      section(type, page);
    }

    // When
    String made = page.toString();

    // Then
    ReferencePage.check("events.md", made);
  }

  private static void section(String type, StringBuilder page) {
    JsonNode schema = Schemas.of(type);
    page.append("\n## `%s`\n\n".formatted(type));
    page.append("%s.\n\n".formatted(schema.path("title").asText()));
    page.append("%s\n\n".formatted(ReferencePage.cell(schema.path("description").asText())));
    if (schema.has("properties")) {
      page.append("| field | type | required | known values | says |\n|---|---|---|---|---|\n");
      rows(schema, "", page);
      page.append('\n');
    }
    page.append("```json\n%s\n```\n".formatted(schema.path("examples").path(0).toPrettyString()));
  }

  private static void rows(JsonNode schema, String path, StringBuilder page) {
    Set<String> required =
        schema.path("required").valueStream().map(JsonNode::asText).collect(Collectors.toSet());
    schema
        .path("properties")
        .propertyStream()
        .forEach(
            p -> {
              String inner = path + p.getKey();
              JsonNode field = p.getValue();
              page.append(
                  "| `%s` | %s | %s | %s | %s |\n"
                      .formatted(
                          inner,
                          type(field),
                          required.contains(p.getKey()) ? "yes" : "no",
                          known(field),
                          ReferencePage.cell(field.path("description").asText())));
              rows(field, inner + ".", page);
              rows(field.path("items"), inner + "[].", page);
            });
  }

  private static String type(JsonNode field) {
    if (field.has("anyOf")) {
      return "word";
    }
    if (!field.has("type")) {
      return "any";
    }
    JsonNode type = field.path("type");
    String name = type.isArray() ? type.path(0).asText() : type.asText();
    if (name.equals("array")) {
      return "array of " + type(field.path("items"));
    }
    if (field.path("format").asText().equals("date-time")) {
      return "instant";
    }
    return field.has("maxLength") ? name + ", at most " + field.path("maxLength") : name;
  }

  private static String known(JsonNode field) {
    return field
        .path("anyOf")
        .path(0)
        .path("enum")
        .valueStream()
        .map(JsonNode::asText)
        .filter(v -> !v.equals("unrecognized"))
        .map(v -> "`" + v + "`")
        .collect(Collectors.joining(", "));
  }
}
