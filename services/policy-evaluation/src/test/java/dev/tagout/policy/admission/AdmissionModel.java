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
import java.util.TreeSet;

/**
 * The protocol of admissions in small, and a search through all of its states: every order in which
 * gates read and commit, hypervisors start and stop, reports arrive or are lost. The rule is that
 * of tiers which do not mix; each VM is of a tier of its own.
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
    /** A place times out though its VM runs, because the report takes longer. */
    EARLY_EXPIRY,
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
   * @param phases of the attempts
   * @param outdated which attempts have read what is not the newest any more
   * @param held which attempts hold a place
   * @param inForce which runs began while their admission was in force
   */
  private record State(
      List<Phase> phases, Set<Integer> outdated, Set<Integer> held, Set<Integer> inForce) {}

  private static final int HOSTS = 2;

  private final List<Attempt> attempts;
  private final Set<Flaw> flaws;
  private final Map<State, State> from = new HashMap<>();

  AdmissionModel(List<Attempt> attempts, Set<Flaw> flaws) {
    this.attempts = attempts;
    this.flaws = flaws.isEmpty() ? EnumSet.noneOf(Flaw.class) : EnumSet.copyOf(flaws);
  }

  /** How many states there are. */
  int states() {
    return from.size();
  }

  /** The steps to a host where two tiers run that were both admitted, if any lead there. */
  Optional<List<String>> search() {
    State start =
        new State(attempts.stream().map(a -> Phase.IDLE).toList(), Set.of(), Set.of(), Set.of());
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
      way.addFirst(state.phases() + " held " + state.held());
    }
    return way;
  }

  private boolean isMixed(State state) {
    for (int host = 0; host < HOSTS; host++) {
      long vms = 0;
      for (int i = 0; i < attempts.size(); i++) {
        if (attempts.get(i).host() == host && runs(state, i) && state.inForce().contains(i)) {
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
    for (int i = 0; i < attempts.size(); i++) {
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
          if (flaws.contains(Flaw.EARLY_EXPIRY)) {
            next.add(released(state, i));
          }
          next.add(released(in(state, i, Phase.RUNS_AND_IS_SEEN), i));
          next.add(in(state, i, Phase.STOPPED_UNSEEN));
        }
        case RUNS_AND_IS_SEEN -> next.add(in(state, i, Phase.STOPPED_BUT_SEEN_RUNNING));
        case STOPPED_UNSEEN -> {
          next.add(released(in(state, i, Phase.STOPPED_BUT_SEEN_RUNNING), i));
          next.add(released(in(state, i, Phase.OVER), i));
        }
        case STOPPED_BUT_SEEN_RUNNING -> next.add(changed(in(state, i, Phase.OVER), i));
        case LOST -> next.add(released(in(state, i, Phase.OVER), i));
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
    if (state.held().contains(i)) {
      after = new State(after.phases(), after.outdated(), after.held(), with(after.inForce(), i));
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
          && (seen || state.held().contains(other))) {
        free = false;
      }
    }
    State after = in(state, i, free ? Phase.WILL_ADMIT : Phase.WILL_REFUSE);
    return new State(after.phases(), without(after.outdated(), i), after.held(), after.inForce());
  }

  private State commit(State state, int i) {
    Attempt attempt = attempts.get(i);
    if (state.outdated().contains(i) && !flaws.contains(Flaw.NO_VERSION_CHECK)) {
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
    return changed(
        new State(after.phases(), after.outdated(), with(after.held(), i), after.inForce()), i);
  }

  private State released(State state, int i) {
    return changed(
        new State(state.phases(), state.outdated(), without(state.held(), i), state.inForce()), i);
  }

  /** Who has read the host, and not committed yet, will not. */
  private State changed(State state, int i) {
    Set<Integer> outdated = state.outdated();
    for (int other = 0; other < attempts.size(); other++) {
      Phase phase = state.phases().get(other);
      if (attempts.get(other).host() == attempts.get(i).host()
          && (phase == Phase.WILL_ADMIT || phase == Phase.WILL_REFUSE)) {
        outdated = with(outdated, other);
      }
    }
    return new State(state.phases(), outdated, state.held(), state.inForce());
  }

  private static State in(State state, int i, Phase phase) {
    Phase[] phases = state.phases().toArray(Phase[]::new);
    phases[i] = phase;
    Set<Integer> outdated =
        phase == Phase.WILL_ADMIT || phase == Phase.WILL_REFUSE
            ? state.outdated()
            : without(state.outdated(), i);
    return new State(Arrays.asList(phases), outdated, state.held(), state.inForce());
  }

  private static Set<Integer> with(Set<Integer> set, int i) {
    Set<Integer> more = new TreeSet<>(set);
    more.add(i);
    return more;
  }

  private static Set<Integer> without(Set<Integer> set, int i) {
    Set<Integer> less = new TreeSet<>(set);
    less.remove(i);
    return less;
  }
}
