package dev.tagout.cli.policy.pages;

import java.util.List;
import java.util.stream.Collectors;

/** A page as it grows. */
final class Markdown {
  private final StringBuilder text = new StringBuilder();

  Markdown paragraph(String paragraph) {
    if (!paragraph.isBlank()) {
      text.append(paragraph.strip()).append("\n\n");
    }
    return this;
  }

  Markdown heading(String heading) {
    return paragraph("## " + heading);
  }

  Markdown code(String language, String code) {
    return paragraph("```%s\n%s\n```".formatted(language, code.stripTrailing()));
  }

  Markdown list(List<String> items) {
    return paragraph(items.stream().map(item -> "- " + item).collect(Collectors.joining("\n")));
  }

  Markdown table(List<String> heading, List<List<String>> rows) {
    if (rows.isEmpty()) {
      return this;
    }
    var lines =
        rows.stream()
            .map(
                row ->
                    row.stream().map(Markdown::cell).collect(Collectors.joining(" | ", "| ", " |")))
            .collect(Collectors.joining("\n"));
    return paragraph(
        "| %s |\n|%s\n%s"
            .formatted(String.join(" | ", heading), "---|".repeat(heading.size()), lines));
  }

  private static String cell(String text) {
    return text.strip().replaceAll("\\s*\\n\\s*", " ").replace("|", "\\|");
  }

  @Override
  public String toString() {
    return text.toString().stripTrailing() + "\n";
  }
}
