package dev.tagout.cli.report;

import java.nio.file.Path;
import java.util.Locale;

/** In what form a report is written. */
enum ReportFormat {
  html,
  markdown,
  json;

  /** By the ending of the file; HTML where it says nothing. */
  static ReportFormat of(Path file) {
    String name = file == null ? "" : file.getFileName().toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".json")) {
      return json;
    }
    return name.endsWith(".md") || name.endsWith(".markdown") ? markdown : html;
  }
}
