package dev.tagout.cli.text;

import java.util.ArrayList;
import java.util.List;

/** A page of lines for a terminal, wrapped at {@value #WIDTH} columns. */
public final class Document {
  private static final int WIDTH = 100;
  private static final int LABEL = 12;

  private final List<String> lines = new ArrayList<>();

  /** A paragraph from the left edge. */
  public Document line(String text) {
    return wrapped("", "", text);
  }

  /** A paragraph under the heading before it. */
  public Document indented(String text) {
    return wrapped("  ", "  ", text);
  }

  /** A line under the heading before it, as it is: with its blanks, and however long. */
  public Document verbatim(String text) {
    lines.add(("  " + Printable.line(text)).stripTrailing());
    return this;
  }

  /** An item of a list; what does not fit into a line stands under its text. */
  public Document item(String mark, String text) {
    String first = "  " + mark + " ";
    return wrapped(first, " ".repeat(first.length()), text);
  }

  /** A name and its value; nothing at all when there is no value. */
  public Document field(String name, Object value) {
    return labelled("  ", name, value);
  }

  /** A {@link #field} of the numbered item before it. */
  public Document detail(String name, Object value) {
    return labelled("     ", name, value);
  }

  /** Begins a part, with an empty line before it. */
  public Document heading(String text) {
    if (!lines.isEmpty()) {
      lines.add("");
    }
    lines.add(Printable.line(text));
    return this;
  }

  public Document table(Table table) {
    lines.addAll(table.lines());
    return this;
  }

  /** A table under the heading before it. */
  public Document indented(Table table) {
    table.lines().forEach(line -> lines.add("  " + line));
    return this;
  }

  public Document empty() {
    lines.add("");
    return this;
  }

  public List<String> lines() {
    return List.copyOf(lines);
  }

  @Override
  public String toString() {
    return String.join("\n", lines);
  }

  private Document labelled(String indent, String name, Object value) {
    if (value == null || value.toString().isBlank()) {
      return this;
    }
    String label = indent + name + " ".repeat(Math.max(1, LABEL - name.length()));
    return wrapped(label, " ".repeat(label.length()), value.toString());
  }

  /** A word that is wider than a line has one of its own: ids are copied, and stay whole. */
  private Document wrapped(String first, String next, String text) {
    StringBuilder line = new StringBuilder(first);
    boolean empty = true;
    for (String word : Printable.line(text).strip().split(" +")) {
      if (!empty && Printable.width(line.toString()) + 1 + Printable.width(word) > WIDTH) {
        lines.add(line.toString());
        line = new StringBuilder(next);
        empty = true;
      }
      line.append(empty ? "" : " ").append(word);
      empty = false;
    }
    lines.add(line.toString().stripTrailing());
    return this;
  }
}
