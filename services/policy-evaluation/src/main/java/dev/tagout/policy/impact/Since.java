package dev.tagout.policy.impact;

import dev.tagout.contracts.json.ContractViolation;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A moment of the past as people say it: {@code 30d} ago, {@code 12h} ago, or an instant. */
public final class Since {
  private static final Pattern AGO = Pattern.compile("(\\d{1,6})([mhdw])");
  private static final String DEFAULT = "30d";

  private Since() {}

  /**
   * @param text null: 30 days ago
   * @throws ContractViolation that names {@code since}
   */
  public static Instant of(String text, Instant now) {
    return moment(text == null || text.isBlank() ? DEFAULT : text, now, "since");
  }

  /**
   * @param text null: now
   * @throws ContractViolation that names {@code until}
   */
  public static Instant until(String text, Instant now) {
    return text == null || text.isBlank() ? now : moment(text, now, "until");
  }

  private static Instant moment(String text, Instant now, String field) {
    Matcher ago = AGO.matcher(text);
    if (ago.matches()) {
      return now.minus(duration(Long.parseLong(ago.group(1)), ago.group(2)));
    }
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new ContractViolation(
          field, "must be a duration such as 30d or 12h, or RFC 3339 such as 2026-11-23T10:00:00Z");
    }
  }

  private static Duration duration(long count, String unit) {
    return switch (unit) {
      case "m" -> Duration.ofMinutes(count);
      case "h" -> Duration.ofHours(count);
      case "d" -> Duration.ofDays(count);
      default -> Duration.ofDays(7 * count);
    };
  }
}
