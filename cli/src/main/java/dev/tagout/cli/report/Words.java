package dev.tagout.cli.report;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Instants, durations and numbers as a report writes them; the same everywhere. */
final class Words {
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter HOUR =
      DateTimeFormatter.ofPattern("MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  private Words() {}

  /** To the second, with the zone; null for null. */
  static String moment(Instant at) {
    return at == null ? null : MOMENT.format(at);
  }

  /** The day, in UTC. */
  static String day(Instant at) {
    return DAY.format(at);
  }

  /** The month, its day, and the hour, in UTC. */
  static String hour(Instant at) {
    return HOUR.format(at);
  }

  /** In its two largest units; null for null. */
  static String lasting(Duration time) {
    if (time == null) {
      return null;
    }
    if (time.compareTo(Duration.ofMinutes(1)) < 0) {
      return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
    }
    if (time.compareTo(Duration.ofHours(1)) < 0) {
      return two(time.toMinutes(), "min", time.toSecondsPart(), "s");
    }
    if (time.compareTo(Duration.ofDays(1)) < 0) {
      return two(time.toHours(), "h", time.toMinutesPart(), "min");
    }
    return two(time.toDays(), "d", time.toHoursPart(), "h");
  }

  private static String two(long large, String largeUnit, int small, String smallUnit) {
    return large + " " + largeUnit + (small == 0 ? "" : " " + small + " " + smallUnit);
  }

  /** With a thin blank for each thousand. */
  static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number).replace(',', '\u202f');
  }

  /** A number and what it counts. */
  static String count(long number, String one) {
    return number(number) + " " + one + (number == 1 ? "" : "s");
  }

  /** A part of a whole in percent; nothing of nothing is a dash. */
  static String share(long part, long whole) {
    if (whole == 0) {
      return "–";
    }
    double percent = 100.0 * part / whole;
    return part > 0 && percent < 0.1 ? "< 0.1 %" : String.format(Locale.ROOT, "%.1f %%", percent);
  }

  /** For a cell: a name that somebody else chose may be very long. */
  static String shortened(String text) {
    return text == null ? null : dev.tagout.cli.text.Printable.cut(text, 120);
  }
}
