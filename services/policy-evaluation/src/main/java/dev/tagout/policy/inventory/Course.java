package dev.tagout.policy.inventory;

import dev.tagout.contracts.id.DecisionId;
import dev.tagout.policy.inventory.Admitted.Clocks;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What became of one VM on one host, told from all that was seen of it there: the same, in whatever
 * order and however often it was reported.
 *
 * @param stamp of the sighting by which it is told; of one that is gone the first that missed it
 * @param lastSeen when it was last reported, present or missing
 * @param run null unless it runs
 */
record Course(Power power, Stamp stamp, Instant lastSeen, Run run) {
  /** Before anything was ever seen. */
  static final Course UNSEEN = new Course(Power.GONE, Stamp.NEVER, Instant.EPOCH, null);

  /**
   * When a listing finds a VM running, it began at any time since it was last reported. So long an
   * admission that nobody saw come true explains it.
   */
  private static final Duration LONGEST_GAP = Duration.ofDays(1);

  /** Whether it runs. */
  enum Power {
    OFF,
    RUNNING,
    GONE
  }

  /** How a run came about. */
  enum Admission {
    /** A decision admitted it. */
    ADMITTED,
    /** It ran before its host was first listed. */
    ADOPTED,
    /** Nothing admitted it. */
    BYPASS
  }

  /**
   * A run of the VM.
   *
   * @param instance the hypervisor's identity of the run, or null
   * @param decision that admitted it, or null
   */
  record Run(String instance, Instant since, Admission admission, DecisionId decision) {}

  /**
   * What is known of the host and the gate beside the sightings.
   *
   * @param reports of the whole host
   * @param admitted starts of this VM there
   */
  record Circumstances(SortedSet<HostReport> reports, List<Admitted> admitted) {}

  /**
   * A course, and what was used up on the way.
   *
   * @param used admissions of which some run came
   * @param lastBegan the last run that began on the way; null when none did
   */
  record Told(Course course, Set<DecisionId> used, Beginning lastBegan) {}

  /**
   * A run that began after what this goes on from.
   *
   * @param earliest it cannot have begun before
   * @param latest it had begun by then
   * @param number the least of its sightings
   */
  record Beginning(
      String instance, Instant earliest, Instant latest, boolean adopted, long number) {
    private Beginning alsoSeen(long another) {
      return new Beginning(instance, earliest, latest, adopted, Math.min(number, another));
    }
  }

  /** Goes on from here with what was seen later; what is not later is left out. */
  Told after(SortedSet<Sighting> sightings, Circumstances circumstances) {
    SortedSet<Sighting> all = new TreeSet<>(sightings);
    for (HostReport report : circumstances.reports()) {
      // Of two with the same stamp the set keeps the one that it has: who was sighted was there.
      all.add(new Sighting(report.stamp(), Sighting.Kind.GONE, null, Long.MAX_VALUE));
    }
    Set<Stamp> first = HostReport.firstListings(circumstances.reports());
    List<Beginning> beginnings = new ArrayList<>();
    Course course = this;
    for (Sighting sighting : all) {
      if (!sighting.stamp().isAfter(stamp) || sighting.stamp().at().isBefore(lastSeen)) {
        continue;
      }
      if (course.isSameRun(sighting)) {
        // That of the base was told with the base.
        if (!beginnings.isEmpty()) {
          beginnings.add(beginnings.removeLast().alsoSeen(sighting.number()));
        }
      } else if (sighting.isRunning()) {
        beginnings.add(course.begun(sighting, first.contains(sighting.stamp())));
      }
      course = course.next(sighting);
    }
    Map<Beginning, Admitted> by = explained(beginnings, circumstances.admitted());
    return new Told(
        beginnings.isEmpty() ? course : course.cameAbout(beginnings.getLast(), by),
        by.values().stream().map(Admitted::decision).collect(Collectors.toSet()),
        beginnings.isEmpty() ? null : beginnings.getLast());
  }

  /**
   * Which admission each run came of. First those that fit without a doubt, so that a start which
   * nobody admitted takes nothing from one that was.
   */
  private static Map<Beginning, Admitted> explained(
      List<Beginning> beginnings, List<Admitted> admitted) {
    Map<Beginning, Admitted> by = new IdentityHashMap<>();
    List<Admitted> left = new ArrayList<>(admitted);
    for (Clocks clocks : Clocks.values()) {
      for (Beginning run : beginnings) {
        if (!by.containsKey(run)) {
          left.stream()
              .filter(one -> one.explains(run, clocks))
              .min(Admitted.BY_END)
              .ifPresent(
                  one -> {
                    left.remove(one);
                    by.put(run, one);
                  });
        }
      }
    }
    return by;
  }

  private Course next(Sighting sighting) {
    Instant at = sighting.stamp().at();
    return switch (sighting.kind()) {
      case STARTED, FOUND_RUNNING ->
          new Course(
              Power.RUNNING,
              sighting.stamp(),
              at,
              isSameRun(sighting) ? run : new Run(sighting.instance(), at, null, null));
      case STOPPED -> new Course(Power.OFF, sighting.stamp(), at, null);
      case GONE -> new Course(Power.GONE, power == Power.GONE ? stamp : sighting.stamp(), at, null);
    };
  }

  private boolean isSameRun(Sighting sighting) {
    return sighting.isRunning()
        && power == Power.RUNNING
        && (sighting.instance() == null
            || run.instance() == null
            || Objects.equals(sighting.instance(), run.instance()));
  }

  private Beginning begun(Sighting sighting, boolean first) {
    Instant at = sighting.stamp().at();
    Instant earliest =
        sighting.kind() == Sighting.Kind.STARTED ? at : later(at.minus(LONGEST_GAP), lastSeen);
    return new Beginning(sighting.instance(), earliest, at, first, sighting.number());
  }

  /** The run, if it still goes on, with how it came about. */
  private Course cameAbout(Beginning last, Map<Beginning, Admitted> by) {
    if (run == null || run.admission() != null) {
      return this;
    }
    Admitted admitted = by.get(last);
    Run told =
        admitted != null
            ? new Run(run.instance(), run.since(), Admission.ADMITTED, admitted.decision())
            : new Run(
                run.instance(),
                run.since(),
                last.adopted() ? Admission.ADOPTED : Admission.BYPASS,
                null);
    return new Course(power, stamp, lastSeen, told);
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }
}
