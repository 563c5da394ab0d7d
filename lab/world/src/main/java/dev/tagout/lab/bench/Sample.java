package dev.tagout.lab.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Measured times of one thing, in milliseconds. */
final class Sample {
  private final String name;
  private final List<Double> millis = Collections.synchronizedList(new ArrayList<>());

  Sample(String name) {
    this.name = name;
  }

  void addNanos(long nanos) {
    millis.add(nanos / 1e6);
  }

  void addMillis(double value) {
    millis.add(value);
  }

  int count() {
    return millis.size();
  }

  /**
   * The value below which a share of all values lies (nearest rank).
   *
   * @param share from 0 to 1
   */
  double quantile(double share) {
    List<Double> sorted = millis.stream().sorted().toList();
    int rank = (int) Math.ceil(share * sorted.size()) - 1;
    return sorted.isEmpty() ? Double.NaN : sorted.get(Math.max(0, rank));
  }

  double median() {
    return quantile(0.5);
  }

  Row row() {
    return new Row(name, count(), quantile(0), median(), quantile(0.99), quantile(1));
  }

  /** One line of a result, in the unit of its benchmark. */
  record Row(String name, int count, double min, double median, double p99, double max) {
    static String heading(String unit) {
      return "%-58s %6s %9s %9s %9s %9s".formatted(unit, "n", "min", "median", "p99", "max");
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT, "%-58s %6d %9.1f %9.1f %9.1f %9.1f", name, count, min, median, p99, max);
    }
  }
}
