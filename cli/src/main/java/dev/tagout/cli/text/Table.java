package dev.tagout.cli.text;

import java.util.ArrayList;
import java.util.List;

/** Rows in columns that are as wide as their widest cell, up to a bound. */
public final class Table {
  /** What stands where nothing is known. */
  public static final String NONE = "-";

  /**
   * A column.
   *
   * @param width the most it takes; a longer cell is cut
   * @param right whether cells stand on its right, as numbers do
   */
  private record Column(String heading, int width, boolean right) {}

  private final List<Column> columns = new ArrayList<>();
  private final List<List<String>> rows = new ArrayList<>();

  /** A column of text that is cut at a width. */
  public Table column(String heading, int width) {
    columns.add(new Column(heading, width, false));
    return this;
  }

  /** A column whose cells are never cut, because somebody copies them. */
  public Table whole(String heading) {
    columns.add(new Column(heading, Integer.MAX_VALUE, false));
    return this;
  }

  /** A column of numbers. */
  public Table number(String heading) {
    columns.add(new Column(heading, Integer.MAX_VALUE, true));
    return this;
  }

  /** One cell for each column; null and blank ones show that nothing is known. */
  public Table row(Object... cells) {
    if (cells.length != columns.size()) {
      throw new IllegalArgumentException(
          cells.length + " cells for " + columns.size() + " columns");
    }
    List<String> row = new ArrayList<>();
    for (int i = 0; i < cells.length; i++) {
      String text = cells[i] == null ? "" : Printable.line(cells[i].toString());
      row.add(text.isBlank() ? NONE : Printable.cut(text, columns.get(i).width()));
    }
    rows.add(row);
    return this;
  }

  public boolean isEmpty() {
    return rows.isEmpty();
  }

  /** The heading, then the rows; no line ends with a blank. */
  public List<String> lines() {
    List<String> headings = columns.stream().map(Column::heading).toList();
    int[] widths = new int[columns.size()];
    for (int i = 0; i < widths.length; i++) {
      widths[i] = Printable.width(headings.get(i));
      for (List<String> row : rows) {
        widths[i] = Math.max(widths[i], Printable.width(row.get(i)));
      }
    }
    List<String> lines = new ArrayList<>();
    lines.add(line(headings, widths));
    rows.forEach(row -> lines.add(line(row, widths)));
    return lines;
  }

  private String line(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      String padding = " ".repeat(widths[i] - Printable.width(cells.get(i)));
      line.append(i == 0 ? "" : "  ");
      if (columns.get(i).right()) {
        line.append(padding).append(cells.get(i));
      } else {
        line.append(cells.get(i)).append(padding);
      }
    }
    return line.toString().stripTrailing();
  }
}
