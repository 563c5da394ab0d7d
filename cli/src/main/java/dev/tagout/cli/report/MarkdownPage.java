package dev.tagout.cli.report;

import dev.tagout.cli.text.Markdown;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A page as Markdown with tables, as GitHub and GitLab show them. */
final class MarkdownPage {
  private final List<String> lines = new ArrayList<>();

  private MarkdownPage() {}

  static String render(CompliancePage page) {
    MarkdownPage made = new MarkdownPage();
    made.paragraph("# " + Markdown.text(page.title()));
    made.paragraph(Markdown.text(page.subtitle()));
    page.blocks().forEach(made::block);
    return String.join("\n", made.lines).stripTrailing() + "\n";
  }

  private void block(Block block) {
    switch (block) {
      case Block.Chapter chapter -> paragraph("## " + Markdown.text(chapter.title()));
      case Block.Section section -> paragraph("### " + Markdown.text(section.title()));
      case Block.Text text -> paragraph(Markdown.text(text.text()));
      case Block.Note note -> list(note.items().stream().map(Markdown::text).toList());
      case Block.Terms terms ->
          list(
              terms.items().stream()
                  .map(
                      term ->
                          "**%s**: %s"
                              .formatted(Markdown.text(term.name()), Markdown.text(term.text())))
                  .toList());
      case Block.Figures figures -> figures(figures);
      case Block.Picture picture -> grid(picture.chart().grid());
      case Block.Grid grid -> grid(grid);
    }
  }

  private void figures(Block.Figures figures) {
    Block.Rows rows =
        Block.Grid.of(
            "",
            Block.Column.text("Figure", 4),
            Block.Column.number("Value"),
            Block.Column.text("", 6));
    figures.items().forEach(figure -> rows.row(figure.label(), figure.value(), figure.note()));
    grid(rows.grid());
  }

  private void grid(Block.Grid grid) {
    if (!grid.caption().isBlank()) {
      paragraph("**" + Markdown.text(grid.caption()) + "**");
    }
    if (grid.rows().isEmpty()) {
      paragraph("none");
      return;
    }
    lines.add(row(grid.columns().stream().map(c -> Markdown.text(c.heading())).toList()));
    lines.add(row(grid.columns().stream().map(c -> c.isNumber() ? "--:" : "---").toList()));
    for (List<Block.Cell> cells : grid.rows()) {
      lines.add(row(cells.stream().map(MarkdownPage::cell).toList()));
    }
    lines.add("");
    if (grid.rest() != null) {
      paragraph(Markdown.text(grid.rest()));
    }
  }

  private static String cell(Block.Cell cell) {
    return cell.isCode() ? Markdown.code(cell.text()) : Markdown.text(cell.text());
  }

  private static String row(List<String> cells) {
    return cells.stream().collect(Collectors.joining(" | ", "| ", " |"));
  }

  private void list(List<String> items) {
    items.forEach(item -> lines.add("- " + item));
    lines.add("");
  }

  private void paragraph(String text) {
    lines.add(text);
    lines.add("");
  }
}
