package dev.tagout.platform.health;

import java.time.Instant;
import java.util.List;

/** A part of a service, which may be impaired while the rest goes on. */
public interface Part {
  /** One word, or a kind and a name. */
  String name();

  /**
   * What is wrong now; empty when nothing is. Called every few seconds, by one thread.
   *
   * @throws RuntimeException when it cannot be told
   */
  List<Impairment> look();

  /**
   * Something that is wrong.
   *
   * @param what which of the things that the part has; null when it is all of it
   * @param since null when only the time when it was first seen is known
   * @param says for a person: what is wrong, and what that means for who relies on it
   */
  record Impairment(String what, Instant since, String says) {
    /** Of all of the part, since it is seen. */
    public static List<Impairment> of(String says) {
      return List.of(new Impairment(null, null, says));
    }
  }
}
