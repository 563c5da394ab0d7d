package dev.tagout.cli.service;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A point in time as somebody types it: so far from now, an instant (RFC 3339), or a date. */
public sealed interface Moment {
  /** What may be typed, for usage texts. */
  String SYNTAX =
      "a duration (30d, 12h, 45m, 90s), a date (2026-11-23, in UTC) or an instant (2026-11-23T10:00:00Z)";

  Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
  Pattern DISTANCE = Pattern.compile("([1-9][0-9]{0,6})([smhd])");

  /** So far from now; which way, the caller knows. */
  record Distance(Duration duration) implements Moment {
    @Override
    public Instant past(Clock clock) {
      return clock.instant().minus(duration);
    }

    @Override
    public Instant future(Clock clock) {
      return clock.instant().plus(duration);
    }
  }

  /** An instant, or the beginning of a day in UTC. */
  record At(Instant instant) implements Moment {
    @Override
    public Instant past(Clock clock) {
      return instant;
    }

    @Override
    public Instant future(Clock clock) {
      return instant;
    }
  }

  /** Seen backwards from now. */
  Instant past(Clock clock);

  /** Seen forwards from now. */
  Instant future(Clock clock);

  /**
   * @throws IllegalArgumentException when it is none of these
   */
  static Moment of(String text) {
    Matcher distance = DISTANCE.matcher(text);
    if (distance.matches()) {
      long number = Long.parseLong(distance.group(1));
      return new Distance(
          switch (distance.group(2)) {
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
          });
    }
    try {
      if (DATE.matcher(text).matches()) {
        return new At(LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant());
      }
      return new At(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("must be " + SYNTAX, e);
    }
  }

  /** For picocli. */
  final class Converter implements ITypeConverter<Moment> {
    @Override
    public Moment convert(String text) {
      try {
        return Moment.of(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException("'" + text + "' " + e.getMessage());
      }
    }
  }
}
