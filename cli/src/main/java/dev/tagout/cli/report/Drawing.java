package dev.tagout.cli.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A chart with everything in its place, in user units of an SVG picture of this size.
 *
 * @param marks lines of the scale
 * @param shapes what stands for figures
 * @param labels text
 */
record Drawing(
    Chart chart, int width, int height, List<Mark> marks, List<Shape> shapes, List<Label> labels) {
  private static final int WIDTH = 720;

  /** Height of the columns, and what is above and below them. */
  private static final int PLOT = 150;

  private static final int ABOVE = 12;
  private static final int BELOW = 24;

  /** Left of the columns, for the scale. */
  private static final int SCALE = 44;

  private static final int ROW = 24;
  private static final int THICK = 14;

  /** Left of the bars, for the names; right of them, for the numbers. */
  private static final int NAMES = 230;

  private static final int NUMBERS = 60;

  /** So many letters fit into the room for names. */
  private static final int NAME_LETTERS = 36;

  /** A line of the scale. */
  record Mark(String x1, String y1, String x2, String y2) {}

  /** A rectangle, and what it says when it is pointed at. */
  record Shape(String x, String y, String width, String height, String style, String title) {}

  /**
   * Text.
   *
   * @param anchor {@code start}, {@code middle} or {@code end}
   */
  record Label(String x, String y, String anchor, String text) {}

  static Drawing of(Chart chart) {
    return switch (chart.form()) {
      case COLUMNS -> columns(chart);
      case BARS -> bars(chart);
    };
  }

  private static Drawing columns(Chart chart) {
    List<Mark> marks = new ArrayList<>();
    List<Shape> shapes = new ArrayList<>();
    List<Label> labels = new ArrayList<>();
    long step = step(largest(chart));
    long top = Math.max(step, (largest(chart) + step - 1) / step * step);
    for (long value = 0; value <= top; value += step) {
      double y = ABOVE + PLOT - PLOT * (double) value / top;
      marks.add(new Mark(text(SCALE), text(y), text(WIDTH), text(y)));
      labels.add(new Label(text(SCALE - 6.0), text(y + 4), "end", Words.number(value)));
    }
    List<Chart.Category> all = chart.categories();
    double room = (double) (WIDTH - SCALE) / Math.max(1, all.size());
    double thick = Math.min(44, room * 0.76);
    int every = Math.max(1, (int) Math.ceil(all.size() / 9.0));
    for (int i = 0; i < all.size(); i++) {
      double x = SCALE + room * i + (room - thick) / 2;
      double y = ABOVE + PLOT;
      for (int s = 0; s < chart.series().size(); s++) {
        long value = all.get(i).values().get(s);
        double height = PLOT * (double) value / top;
        if (value > 0) {
          y -= height;
          shapes.add(shape(chart, all.get(i), s, x, y, thick, height));
        }
      }
      if (i % every == 0) {
        labels.add(
            new Label(text(x + thick / 2), text(ABOVE + PLOT + 17), "middle", all.get(i).name()));
      }
    }
    return new Drawing(chart, WIDTH, ABOVE + PLOT + BELOW, marks, shapes, labels);
  }

  private static Drawing bars(Chart chart) {
    List<Shape> shapes = new ArrayList<>();
    List<Label> labels = new ArrayList<>();
    long largest = Math.max(1, largest(chart));
    double room = WIDTH - NAMES - NUMBERS;
    List<Chart.Category> all = chart.categories();
    for (int i = 0; i < all.size(); i++) {
      Chart.Category category = all.get(i);
      double y = ROW * (double) i + (ROW - THICK) / 2.0;
      double x = NAMES;
      for (int s = 0; s < chart.series().size(); s++) {
        long value = category.values().get(s);
        double length = room * value / largest;
        if (value > 0) {
          shapes.add(shape(chart, category, s, x, y, length, THICK));
          x += length;
        }
      }
      labels.add(
          new Label(
              text(NAMES - 8.0),
              text(y + THICK - 2.5),
              "end",
              dev.tagout.cli.text.Printable.cut(category.name(), NAME_LETTERS)));
      labels.add(
          new Label(text(x + 6), text(y + THICK - 2.5), "start", Words.number(category.total())));
    }
    return new Drawing(chart, WIDTH, ROW * all.size(), List.of(), shapes, labels);
  }

  private static Shape shape(
      Chart chart,
      Chart.Category category,
      int series,
      double x,
      double y,
      double width,
      double height) {
    Chart.Series one = chart.series().get(series);
    return new Shape(
        text(x),
        text(y),
        text(width),
        text(height),
        one.style(),
        "%s: %s %s"
            .formatted(category.name(), Words.number(category.values().get(series)), one.name()));
  }

  private static long largest(Chart chart) {
    return chart.categories().stream().mapToLong(Chart.Category::total).max().orElse(0);
  }

  /** 1, 2 or 5 with noughts, so that there are at most five of them. */
  private static long step(long largest) {
    for (long power = 1; power < Long.MAX_VALUE / 10; power *= 10) {
      for (long factor : new long[] {1, 2, 5}) {
        if (factor * power * 5 >= largest) {
          return factor * power;
        }
      }
    }
    return largest;
  }

  private static String text(double number) {
    return String.format(Locale.ROOT, "%.1f", number);
  }
}
