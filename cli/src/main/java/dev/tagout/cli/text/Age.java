package dev.tagout.cli.text;

import java.time.Duration;

/** How long ago something was, as people say it. */
public final class Age {
  private Age() {}

  /** In the largest unit of which there are two: {@code 3 d}, {@code 26 h}, {@code 90 s}. */
  public static String of(Duration age) {
    if (age.toDays() > 1) {
      return age.toDays() + " d";
    }
    if (age.toHours() > 1) {
      return age.toHours() + " h";
    }
    return age.toMinutes() > 1 ? age.toMinutes() + " min" : Math.max(0, age.toSeconds()) + " s";
  }
}
