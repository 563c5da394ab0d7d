package dev.tagout.policy.inventory;

import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** A report of a whole host: whoever is not sighted by it was not there. */
record HostReport(Stamp stamp, Kind kind) implements Comparable<HostReport> {
  /** What the report says. */
  enum Kind {
    /** All VMs that are there. */
    LISTED,
    /** The host is none of ours any more. */
    REMOVED
  }

  @Override
  public int compareTo(HostReport other) {
    return stamp.compareTo(other.stamp);
  }

  /**
   * The listings that came first since the host was unknown: what they found running ran before
   * anybody watched.
   */
  static Set<Stamp> firstListings(SortedSet<HostReport> reports) {
    Set<Stamp> first = new TreeSet<>();
    boolean unknown = true;
    for (HostReport report : reports) {
      switch (report.kind()) {
        case LISTED -> {
          if (unknown) {
            first.add(report.stamp());
          }
          unknown = false;
        }
        case REMOVED -> unknown = true;
      }
    }
    return first;
  }
}
