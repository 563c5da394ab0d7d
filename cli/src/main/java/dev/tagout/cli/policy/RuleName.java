package dev.tagout.cli.policy;

import dev.tagout.cli.CliException;
import dev.tagout.cli.ExitCode;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** {@code <category>/<name>}, which is a path and a Rego package at once. */
record RuleName(String category, String name) {
  private static final Pattern SHAPE =
      Pattern.compile("([a-z][a-z0-9_]{0,63})/([a-z][a-z0-9_]{0,63})");
  private static final Set<String> KEYWORDS =
      Set.of(
          "as",
          "contains",
          "data",
          "default",
          "else",
          "every",
          "false",
          "if",
          "import",
          "in",
          "input",
          "not",
          "null",
          "package",
          "some",
          "true",
          "with");

  /**
   * @throws CliException when a rule cannot be called so
   */
  static RuleName of(String text) {
    var shape = SHAPE.matcher(text);
    if (!shape.matches()) {
      throw refused(
          text,
          "should be category/name, each of small letters, digits and _ and beginning with a letter");
    }
    for (var part : List.of(shape.group(1), shape.group(2))) {
      if (KEYWORDS.contains(part)) {
        throw refused(text, part + " is a word of Rego's own");
      }
    }
    if (text.endsWith("_test")) {
      throw refused(text, "a name that ends in _test would be taken for a test");
    }
    return new RuleName(shape.group(1), shape.group(2));
  }

  /** As a path. */
  String path() {
    return category + "/" + name;
  }

  private static CliException refused(String text, String why) {
    return new CliException(ExitCode.WRONG_USAGE, "CATEGORY/NAME: %s: %s".formatted(text, why));
  }
}
