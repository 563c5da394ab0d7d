package dev.tagout.policy.admission;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The protocol of admissions in small, and a search through all of its states: every order in which
 * gates read and commit, hypervisors start and stop, reports arrive, are lost, or are away for
 * longer than a place is held, and hosts are listed. The rule is that of tiers which do not mix;
 * each VM is of a tier of its own.
 */
final class AdmissionModel {
  /** An attempt to start a VM on a host, or to migrate it there. */
  record Attempt(int vm, int host, boolean migration) {}

  /** What the protocol does without, to see that the search finds what follows. */
  enum Flaw {
    /** A decision is committed though the host has changed since it was read. */
    NO_VERSION_CHECK,
    /** Who asks on another host gives back the place where the VM may still run. */
    ASKING_ELSEWHERE_FREES_THE_PLACE,
    /** A place ends when its time is up, though its VM may run and the report take longer. */
    EARLY_EXPIRY,
    /** A place whose time is up ends by a listing that was made before, and took its time. */
    OLD_LISTING_ENDS_THE_PLACE,
    /** A place is free as soon as its VM runs, before that is known. */
    NO_RESERVATION
  }

  private enum Phase {
    IDLE,
    /** A gate has read the facts, and would admit. */
    WILL_ADMIT,
    /** A gate has read the facts, and would refuse. */
    WILL_REFUSE,
    ADMITTED,
    /** It runs, and no report of it has arrived. */
    RUNS,
    RUNS_AND_IS_SEEN,
    /** It ran; whether that was seen, the end was not. */
    STOPPED_UNSEEN,
    STOPPED_BUT_SEEN_RUNNING,
    /** It never ran, and nobody was told. */
    LOST,
    OVER
  }

  /**
   * @param phases of the attempts; the sets of attempts have a bit for each
   * @param outdated which attempts have read what is not the newest any more
   * @param held which attempts hold a place
   * @param overdue of which of them the time is up: none of these starts any more, or not by its
   *     admission
   * @param inForce which runs began while their admission was in force
   * @param listings that were made and not applied yet, by host
   */
  private record State(
      List<Phase> phases,
      int outdated,
      int held,
      int overdue,
      int inForce,
      Map<Integer, Listing> listings) {
    State phases(List<Phase> others) {
      return new State(others, outdated, held, overdue, inForce, listings);
    }

    State outdated(int others) {
      return new State(phases, others, held, overdue, inForce, listings);
    }

    State held(int others) {
      return new State(phases, outdated, others, overdue, inForce, listings);
    }

    State overdue(int others) {
      return new State(phases, outdated, held, others, inForce, listings);
    }

    State inForce(int others) {
      return new State(phases, outdated, held, overdue, others, listings);
    }

    State listings(Map<Integer, Listing> others) {
      return new State(phases, outdated, held, overdue, inForce, others);
    }
  }

  /**
   * What a listing found.
   *
   * @param running which attempts run
   * @param overdue the time of which places was up when it was made
   */
  private record Listing(int running, int overdue) {}

  private static final int HOSTS = 2;
  private static final Listing NOTHING_NEW = new Listing(0, 0);

  private final List<Attempt> attempts;
  private final boolean outages;
  private final Set<Flaw> flaws;
  private final Map<State, State> from = new HashMap<>();

  /**
   * @param outages whether reports may be away for longer than a place is held; then only listings
   *     end a place whose time is up. Without them there are far fewer states
   */
  AdmissionModel(List<Attempt> attempts, boolean outages, Set<Flaw> flaws) {
    this.attempts = attempts;
    this.outages = outages;
    this.flaws = flaws.isEmpty() ? EnumSet.noneOf(Flaw.class) : EnumSet.copyOf(flaws);
  }

  /** How many states there are. */
  int states() {
    return from.size();
  }

  /** The steps to a host where two tiers run that were both admitted, if any lead there. */
  Optional<List<String>> search() {
    State start = new State(attempts.stream().map(a -> Phase.IDLE).toList(), 0, 0, 0, 0, Map.of());
    Deque<State> open = new ArrayDeque<>(List.of(start));
    from.put(start, start);
    while (!open.isEmpty()) {
      State state = open.remove();
      if (isMixed(state)) {
        return Optional.of(way(state));
      }
      for (State next : next(state)) {
        if (from.putIfAbsent(next, state) == null) {
          open.add(next);
        }
      }
    }
    return Optional.empty();
  }

  private List<String> way(State to) {
    List<String> way = new ArrayList<>();
    for (State state = to; from.get(state) != state; state = from.get(state)) {
      way.addFirst(
          state.phases()
              + " held "
              + Integer.toBinaryString(state.held())
              + " overdue "
              + Integer.toBinaryString(state.overdue())
              + " listings "
              + state.listings());
    }
    return way;
  }

  private boolean isMixed(State state) {
    for (int host = 0; host < HOSTS; host++) {
      long vms = 0;
      for (int i = 0; i < attempts.size(); i++) {
        if (attempts.get(i).host() == host && runs(state, i) && has(state.inForce(), i)) {
          vms |= 1L << attempts.get(i).vm();
        }
      }
      if (Long.bitCount(vms) > 1) {
        return true;
      }
    }
    return false;
  }

  private static boolean runs(State state, int attempt) {
    Phase phase = state.phases().get(attempt);
    return phase == Phase.RUNS || phase == Phase.RUNS_AND_IS_SEEN;
  }

  private List<State> next(State state) {
    List<State> next = new ArrayList<>();
    for (int host = 0; outages && host < HOSTS; host++) {
      if (state.listings().containsKey(host)) {
        next.add(applied(state, host));
      } else {
        made(state, host).ifPresent(next::add);
      }
    }
    for (int i = 0; i < attempts.size(); i++) {
      if (outages && has(state.held(), i) && !has(state.overdue(), i)) {
        next.add(timeIsUp(state, i));
      }
      switch (state.phases().get(i)) {
        case IDLE -> {
          if (isFree(state, i)) {
            next.add(read(state, i));
          }
        }
        case WILL_ADMIT, WILL_REFUSE -> next.add(commit(state, i));
        case ADMITTED -> {
          mayRun(state, i).ifPresent(next::add);
          next.add(released(in(state, i, Phase.OVER), i));
          next.add(in(state, i, Phase.LOST));
        }
        case RUNS -> {
          next.add(released(in(state, i, Phase.RUNS_AND_IS_SEEN), i));
          next.add(in(state, i, Phase.STOPPED_UNSEEN));
        }
        case RUNS_AND_IS_SEEN -> next.add(in(state, i, Phase.STOPPED_BUT_SEEN_RUNNING));
        case STOPPED_UNSEEN -> {
          next.add(released(in(state, i, Phase.STOPPED_BUT_SEEN_RUNNING), i));
          next.add(released(in(state, i, Phase.OVER), i));
        }
        case STOPPED_BUT_SEEN_RUNNING -> next.add(changed(in(state, i, Phase.OVER), i));
        case LOST -> {
          if (!outages) {
            next.add(released(in(state, i, Phase.OVER), i));
          }
        }
        case OVER -> {}
      }
    }
    return next;
  }

  /** A hypervisor does one thing with a VM at a time, and asks only for what does not run there. */
  private boolean isFree(State state, int i) {
    for (int other = 0; other < attempts.size(); other++) {
      Phase phase = state.phases().get(other);
      boolean atWork =
          phase == Phase.WILL_ADMIT
              || phase == Phase.WILL_REFUSE
              || phase == Phase.ADMITTED
              || runs(state, other);
      if (other != i
          && attempts.get(other).host() == attempts.get(i).host()
          && attempts.get(other).vm() == attempts.get(i).vm()
          && atWork) {
        return false;
      }
    }
    return true;
  }

  /** Only what does not run is started, only what runs elsewhere migrates. */
  private Optional<State> mayRun(State state, int i) {
    Attempt attempt = attempts.get(i);
    int source = -1;
    for (int other = 0; other < attempts.size(); other++) {
      if (other != i && attempts.get(other).vm() == attempt.vm() && runs(state, other)) {
        source = other;
      }
    }
    if (attempt.migration() != (source >= 0)) {
      return Optional.empty();
    }
    State after = in(state, i, Phase.RUNS);
    if (source >= 0) {
      after =
          in(
              after,
              source,
              state.phases().get(source) == Phase.RUNS
                  ? Phase.STOPPED_UNSEEN
                  : Phase.STOPPED_BUT_SEEN_RUNNING);
    }
    if (has(state.held(), i) && !has(state.overdue(), i)) {
      after = after.inForce(with(after.inForce(), i));
    }
    if (flaws.contains(Flaw.NO_RESERVATION)) {
      after = released(after, i);
    }
    return Optional.of(after);
  }

  /** The hook asks only for what does not run there; a gate reads what is known. */
  private State read(State state, int i) {
    Attempt attempt = attempts.get(i);
    boolean free = true;
    for (int other = 0; other < attempts.size(); other++) {
      Attempt its = attempts.get(other);
      boolean seen =
          state.phases().get(other) == Phase.RUNS_AND_IS_SEEN
              || state.phases().get(other) == Phase.STOPPED_BUT_SEEN_RUNNING;
      if (its.host() == attempt.host()
          && its.vm() != attempt.vm()
          && (seen || has(state.held(), other))) {
        free = false;
      }
    }
    State after = in(state, i, free ? Phase.WILL_ADMIT : Phase.WILL_REFUSE);
    return after.outdated(without(after.outdated(), i));
  }

  private State commit(State state, int i) {
    Attempt attempt = attempts.get(i);
    if (has(state.outdated(), i) && !flaws.contains(Flaw.NO_VERSION_CHECK)) {
      return in(state, i, Phase.IDLE);
    }
    if (state.phases().get(i) == Phase.WILL_REFUSE) {
      return in(state, i, Phase.OVER);
    }
    State after = in(state, i, Phase.ADMITTED);
    for (int other = 0; other < attempts.size(); other++) {
      Attempt its = attempts.get(other);
      boolean given =
          its.host() == attempt.host() || flaws.contains(Flaw.ASKING_ELSEWHERE_FREES_THE_PLACE);
      if (other != i && its.vm() == attempt.vm() && given) {
        after = released(after, other);
      }
    }
    return changed(after.held(with(after.held(), i)), i);
  }

  private State released(State state, int i) {
    return changed(state.held(without(state.held(), i)).overdue(without(state.overdue(), i)), i);
  }

  /** Whatever has become of its VM. */
  private State timeIsUp(State state, int i) {
    State after = state.overdue(with(state.overdue(), i));
    return flaws.contains(Flaw.EARLY_EXPIRY) ? released(after, i) : after;
  }

  /** Only what it finds of those who hold a place is of consequence. */
  private Optional<State> made(State state, int host) {
    int held = 0;
    int running = 0;
    for (int i = 0; i < attempts.size(); i++) {
      if (attempts.get(i).host() == host && has(state.held(), i)) {
        held = with(held, i);
        running = runs(state, i) ? with(running, i) : running;
      }
    }
    Listing listing = new Listing(running, state.overdue() & held);
    if (held == 0 || (listing.equals(NOTHING_NEW) && flaws.isEmpty())) {
      return Optional.empty();
    }
    Map<Integer, Listing> more = new HashMap<>(state.listings());
    more.put(host, listing);
    return Optional.of(state.listings(more));
  }

  /** Who ran by it has been seen; who did not, and was to by then, will not. */
  private State applied(State state, int host) {
    Listing listing = state.listings().get(host);
    Map<Integer, Listing> less = new HashMap<>(state.listings());
    less.remove(host);
    State after = state.listings(less);
    for (int i = 0; i < attempts.size(); i++) {
      if (attempts.get(i).host() != host) {
        continue;
      }
      Phase phase = state.phases().get(i);
      int due =
          flaws.contains(Flaw.OLD_LISTING_ENDS_THE_PLACE) ? state.overdue() : listing.overdue();
      if (has(listing.running(), i)) {
        if (phase == Phase.RUNS) {
          after = released(in(after, i, Phase.RUNS_AND_IS_SEEN), i);
        } else if (phase == Phase.STOPPED_UNSEEN) {
          after = released(in(after, i, Phase.STOPPED_BUT_SEEN_RUNNING), i);
        }
      } else if (has(state.held(), i) && has(due, i)) {
        after = released(after, i);
      }
    }
    return after;
  }

  /** Who has read the host, and not committed yet, will not. */
  private State changed(State state, int i) {
    int outdated = state.outdated();
    for (int other = 0; other < attempts.size(); other++) {
      Phase phase = state.phases().get(other);
      if (attempts.get(other).host() == attempts.get(i).host()
          && (phase == Phase.WILL_ADMIT || phase == Phase.WILL_REFUSE)) {
        outdated = with(outdated, other);
      }
    }
    return state.outdated(outdated);
  }

  private static State in(State state, int i, Phase phase) {
    Phase[] phases = state.phases().toArray(Phase[]::new);
    phases[i] = phase;
    int outdated =
        phase == Phase.WILL_ADMIT || phase == Phase.WILL_REFUSE
            ? state.outdated()
            : without(state.outdated(), i);
    return state.phases(Arrays.asList(phases)).outdated(outdated);
  }

  private static boolean has(int set, int i) {
    return (set & 1 << i) != 0;
  }

  private static int with(int set, int i) {
    return set | 1 << i;
  }

  private static int without(int set, int i) {
    return set & ~(1 << i);
  }
}
