package dev.tagout.cli.policy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/** JSON as YAML that people read: short values in one line, long ones in lines of their own. */
public final class Yaml {
  private static final int WIDTH = 100;
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z/][A-Za-z0-9_./-]*");
  // Words that YAML 1.1 reads as something else than text.
  private static final Set<String> RESERVED =
      Set.of("y", "n", "yes", "no", "on", "off", "true", "false", "null");

  private Yaml() {}

  /**
   * The lines of a document, each ended.
   *
   * @param indent spaces before each line
   */
  public static String of(JsonNode value, int indent) {
    var text = new StringBuilder();
    block(value, indent, text);
    return text.toString();
  }

  private static void block(JsonNode value, int indent, StringBuilder text) {
    if (value.isObject() && !value.isEmpty()) {
      value
          .properties()
          .forEach(
              field -> {
                text.append(" ".repeat(indent)).append(scalar(field.getKey())).append(':');
                nested(field.getValue(), indent, text);
              });
    } else if (value.isArray() && !value.isEmpty()) {
      value.forEach(
          item -> {
            var nested = new StringBuilder();
            block(item, indent + 2, nested);
            text.append(" ".repeat(indent))
                .append("- ")
                .append(nested, indent + 2, nested.length());
          });
    } else {
      text.append(" ".repeat(indent)).append(flow(value)).append('\n');
    }
  }

  private static void nested(JsonNode value, int indent, StringBuilder text) {
    var line = flow(value);
    if (value.isValueNode() || value.isEmpty() || indent + line.length() <= WIDTH) {
      text.append(' ').append(line).append('\n');
    } else {
      text.append('\n');
      block(value, indent + 2, text);
    }
  }

  /** In one line. */
  public static String flow(JsonNode value) {
    if (value.isObject()) {
      if (value.isEmpty()) {
        return "{}";
      }
      var fields = new StringJoiner(", ", "{ ", " }");
      value
          .properties()
          .forEach(field -> fields.add(scalar(field.getKey()) + ": " + flow(field.getValue())));
      return fields.toString();
    }
    if (value.isArray()) {
      var items = new StringJoiner(", ", "[", "]");
      value.forEach(item -> items.add(flow(item)));
      return items.toString();
    }
    return value.isTextual() ? scalar(value.asText()) : value.toString();
  }

  private static String scalar(String text) {
    return PLAIN.matcher(text).matches() && !RESERVED.contains(text.toLowerCase(Locale.ROOT))
        ? text
        : PolicyTools.JSON.getNodeFactory().textNode(text).toString();
  }
}
