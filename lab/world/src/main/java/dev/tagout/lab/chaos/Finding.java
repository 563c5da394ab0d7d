package dev.tagout.lab.chaos;

/**
 * An invariant that does not hold.
 *
 * @param subject the id of what breaks it
 */
record Finding(String subject, String what) {
  @Override
  public String toString() {
    return subject + ": " + what;
  }
}
