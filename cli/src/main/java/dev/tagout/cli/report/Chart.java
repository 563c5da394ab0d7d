package dev.tagout.cli.report;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Figures to be drawn: for each category one number for each of the series, which add up.
 *
 * @param title what is drawn
 * @param unit what is counted, in the plural
 * @param form how
 * @param series at least one
 */
record Chart(String title, String unit, Form form, List<Series> series, List<Category> categories) {
  /** How figures are drawn. */
  enum Form {
    /** Upright, for what goes on in time or along a scale. */
    COLUMNS,
    /** Lying, for what has long names. */
    BARS
  }

  /**
   * One kind of figure.
   *
   * @param style a class of the style sheet
   */
  record Series(String name, String style) {}

  /** What the figures are of. */
  record Category(String name, List<Long> values) {
    public long total() {
      return values.stream().mapToLong(Long::longValue).sum();
    }
  }

  public long total() {
    return categories.stream().mapToLong(Category::total).sum();
  }

  public boolean isStacked() {
    return series.size() > 1;
  }

  /** What a person who does not see the picture is told first. */
  public String summary() {
    String sums =
        series.stream()
            .map(one -> one.name() + " " + Words.number(sum(series.indexOf(one))))
            .collect(Collectors.joining(", "));
    return "%s. %s in all: %s.".formatted(title, Words.number(total()) + " " + unit, sums);
  }

  private long sum(int index) {
    return categories.stream().mapToLong(category -> category.values().get(index)).sum();
  }

  /** The same figures as a table; categories without any are left out. */
  Block.Grid grid() {
    Block.Column[] columns = new Block.Column[series.size() + 1];
    columns[0] = Block.Column.text("", 10);
    for (int i = 0; i < series.size(); i++) {
      columns[i + 1] = Block.Column.number(series.get(i).name());
    }
    Block.Rows rows = Block.Grid.of(title, columns);
    for (Category category : categories) {
      if (category.total() > 0) {
        Object[] cells = new Object[columns.length];
        cells[0] = category.name();
        for (int i = 0; i < series.size(); i++) {
          cells[i + 1] = category.values().get(i);
        }
        rows.row(cells);
      }
    }
    return rows.grid();
  }
}
