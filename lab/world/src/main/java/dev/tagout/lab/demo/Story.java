package dev.tagout.lab.demo;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** Plays scenes one after the other and prints them. */
final class Story {
  private final PrintStream out;
  private final long began;

  /**
   * @param began {@link System#nanoTime} when the world began to come up
   */
  Story(PrintStream out, long began) {
    this.out = out;
    this.began = began;
  }

  /** How many scenes went otherwise than expected. */
  int play(List<Scene> scenes) throws InterruptedException {
    int unexpected = 0;
    int number = 0;
    for (Scene scene : scenes) {
      out.println();
      out.println("Scene " + ++number + ": " + scene.title());
      print("expected", scene.expected());
      long started = System.nanoTime();
      try {
        print("happened", scene.action().play());
        out.printf(
            Locale.ROOT,
            "  as expected after %.1f s, %.1f s since the world began%n",
            secondsSince(started),
            secondsSince(began));
      } catch (RuntimeException e) {
        unexpected++;
        print("happened", e.getMessage() == null ? e.toString() : e.getMessage());
        out.println("  NOT AS EXPECTED");
      }
    }
    out.println();
    out.println(
        unexpected == 0
            ? "All " + number + " scenes went as expected."
            : unexpected + " of " + number + " scenes did not go as expected.");
    return unexpected;
  }

  private static double secondsSince(long nanoTime) {
    return (System.nanoTime() - nanoTime) / 1e9;
  }

  private void print(String label, String text) {
    String[] lines = text.split("\n");
    out.printf("  %-9s %s%n", label, lines[0]);
    for (int i = 1; i < lines.length; i++) {
      out.printf("  %-9s %s%n", "", lines[i]);
    }
  }
}
