package dev.tagout.policy.inventory;

/**
 * What was reported of one VM on one host.
 *
 * @param instance the hypervisor's identity of the run, or null
 * @param number what is recorded later has a greater one, admissions included
 */
record Sighting(Stamp stamp, Kind kind, String instance, long number)
    implements Comparable<Sighting> {
  /** What the report says. */
  enum Kind {
    /** It was seen to start, or to arrive. */
    STARTED,
    /** A listing found it running; nobody saw it start. */
    FOUND_RUNNING,
    /** It is there and does not run. */
    STOPPED,
    /** It is not there any more. */
    GONE
  }

  boolean isRunning() {
    return kind == Kind.STARTED || kind == Kind.FOUND_RUNNING;
  }

  @Override
  public int compareTo(Sighting other) {
    return stamp.compareTo(other.stamp);
  }
}
