package dev.tagout.policy.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Gate, start hooks and timer of one host as a model, in which every interleaving of their steps is
 * tried: requests and answers that get lost, hooks that die, a host whose tier is changed, two VMs
 * of two tiers. That each safeguard is needed is shown by leaving it out.
 *
 * <p>What is one step here is one transaction of the gate ({@code V5__tickets.sql}), or one stretch
 * under the lock of the host ({@code deploy/libvirt/50-tagout}).
 */
class TicketProtocolTest {
  private static final int[] TIER_OF_VM = {0, 1};
  private static final int NONE = -1;
  private static final int ROUNDS_OF_TIMER = 2;
  private static final int ROUNDS_OF_HOOK = 2;

  /** What keeps two tiers apart. */
  enum Safeguard {
    /** A place that is promised to another tier advances the epoch. */
    FENCE,
    /** So does a set that takes tickets back. */
    TAKING_BACK,
    /** The hook remembers the epoch before the start goes on. */
    EPOCH_IS_KEPT,
    /** A hook asks again when somebody was started by a ticket since it began to ask. */
    LAST_IS_COMPARED,
    /** A set does not count when a start by ticket happened since the gate was told. */
    SET_IS_COMPARED
  }

  @Test
  void noInterleavingLetsTwoTiersRun() {
    // When
    Search search = new Search(EnumSet.allOf(Safeguard.class)).run();

    // Then
    assertThat(search.violation()).as("a way to two tiers on one host").isNull();
    assertThat(search.states()).isGreaterThan(10_000);
    assertThat(search.sawStartByTicket && search.sawStartByGate).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Safeguard.class)
  void withoutASafeguardTwoTiersRun(Safeguard left) {
    // Given
    Set<Safeguard> others = EnumSet.complementOf(EnumSet.of(left));

    // When
    Search search = new Search(others).run();

    // Then
    assertThat(search.violation()).as("a way to two tiers on one host").isNotNull();
  }

  /** Where somebody is in what he does. */
  private enum At {
    BEGIN,
    LIST,
    TELL,
    TOLD,
    ASK,
    ANSWERED,
    TICKET,
    END
  }

  /**
   * A hook, or the timer.
   *
   * @param before the newest use when it began
   * @param uses that it is about to tell of
   * @param epoch that it was answered
   * @param tier of the tickets that the timer was answered
   */
  private record Actor(At at, int before, int uses, int epoch, int tier, int rounds) {
    static final Actor IDLE = new Actor(At.BEGIN, 0, 0, 0, NONE, 0);

    Actor at(At next) {
      return new Actor(next, before, uses, epoch, tier, rounds);
    }

    Actor began(int newest) {
      return new Actor(At.LIST, newest, 0, 0, NONE, rounds + 1);
    }

    Actor listed(int untold) {
      return new Actor(At.TELL, before, untold, epoch, tier, rounds);
    }

    Actor answered(int withEpoch, int withTier) {
      return new Actor(At.ANSWERED, before, uses, withEpoch, withTier, rounds);
    }
  }

  /**
   * All there is.
   *
   * @param reserved VMs that have a place, by bit; who runs keeps it
   * @param issued the tier that has admitting tickets of the epoch {@code issuedIn}
   * @param known the highest epoch that the host has heard of
   * @param set the tier of the tickets that the host has
   * @param untold uses that the gate was not told of, by VM
   * @param newest counts starts by ticket
   */
  private record State(
      int epoch,
      int reserved,
      int issued,
      int issuedIn,
      int hostTier,
      int known,
      int set,
      int setOf,
      int untold,
      int newest,
      int running,
      Actor timer,
      List<Actor> hooks) {
    /** An empty host that has its first tickets. */
    static final State FIRST =
        new State(1, 0, 0, 1, 0, 1, 0, 1, 0, 0, 0, Actor.IDLE, List.of(Actor.IDLE, Actor.IDLE));

    boolean mixes() {
      return tiers(running) == 3;
    }

    /** The tiers of some VMs, by bit. */
    static int tiers(int vms) {
      int tiers = 0;
      for (int vm = 0; vm < TIER_OF_VM.length; vm++) {
        tiers |= (vms >> vm & 1) << TIER_OF_VM[vm];
      }
      return tiers;
    }

    State gate(int nextEpoch, int nextReserved, int nextIssued, int nextIssuedIn) {
      return new State(
          nextEpoch,
          nextReserved,
          nextIssued,
          nextIssuedIn,
          hostTier,
          known,
          set,
          setOf,
          untold,
          newest,
          running,
          timer,
          hooks);
    }

    State host(int nextKnown, int nextUntold, int nextNewest, int nextRunning) {
      return new State(
          epoch,
          reserved,
          issued,
          issuedIn,
          hostTier,
          nextKnown,
          set,
          setOf,
          nextUntold,
          nextNewest,
          nextRunning,
          timer,
          hooks);
    }

    State has(int nextSet, int nextSetOf) {
      return new State(
          epoch,
          reserved,
          issued,
          issuedIn,
          hostTier,
          Math.max(known, nextSetOf),
          nextSet,
          nextSetOf,
          untold,
          newest,
          running,
          timer,
          hooks);
    }

    State ofTier(int nextHostTier) {
      return new State(
          epoch,
          reserved,
          issued,
          issuedIn,
          nextHostTier,
          known,
          set,
          setOf,
          untold,
          newest,
          running,
          timer,
          hooks);
    }

    State timer(Actor next) {
      return new State(
          epoch, reserved, issued, issuedIn, hostTier, known, set, setOf, untold, newest, running,
          next, hooks);
    }

    State hook(int vm, Actor next) {
      List<Actor> all = new ArrayList<>(hooks);
      all.set(vm, next);
      return new State(
          epoch,
          reserved,
          issued,
          issuedIn,
          hostTier,
          known,
          set,
          setOf,
          untold,
          newest,
          running,
          timer,
          List.copyOf(all));
    }
  }

  /** Goes through all states that can be reached. */
  private static final class Search {
    private final Set<Safeguard> safeguards;
    private final Map<State, State> cameFrom = new HashMap<>();
    private final Deque<State> open = new ArrayDeque<>();
    private State violation;
    private boolean sawStartByTicket;
    private boolean sawStartByGate;

    Search(Set<Safeguard> safeguards) {
      this.safeguards = safeguards;
    }

    int states() {
      return cameFrom.size();
    }

    /** The way to it, or null. */
    List<State> violation() {
      if (violation == null) {
        return null;
      }
      List<State> way = new ArrayList<>();
      for (State at = violation; at != null; at = cameFrom.get(at)) {
        way.addFirst(at);
      }
      return way;
    }

    Search run() {
      cameFrom.put(State.FIRST, null);
      open.add(State.FIRST);
      while (!open.isEmpty() && violation == null) {
        State state = open.remove();
        for (State next : next(state)) {
          if (!cameFrom.containsKey(next)) {
            cameFrom.put(next, state);
            open.add(next);
            violation = next.mixes() ? next : violation;
          }
        }
      }
      return this;
    }

    private List<State> next(State state) {
      List<State> next = new ArrayList<>();
      if (state.hostTier() == 0) {
        next.add(state.ofTier(1));
      }
      for (int vm = 0; vm < TIER_OF_VM.length; vm++) {
        hook(state, vm, state.hooks().get(vm), next);
      }
      timer(state, state.timer(), next);
      return next;
    }

    private void hook(State state, int vm, Actor me, List<State> next) {
      switch (me.at()) {
        case BEGIN -> next.add(state.hook(vm, me.began(state.newest())));
        case LIST ->
            next.add(
                state.hook(vm, state.untold() == 0 ? me.at(At.ASK) : me.listed(state.untold())));
        case TELL -> {
          next.add(state.hook(vm, me.at(At.TICKET)));
          next.add(reserve(state, me.uses()).hook(vm, me.at(At.TOLD)));
        }
        case TOLD -> next.add(told(state, me).hook(vm, me.at(At.ASK)));
        case ASK -> {
          next.add(state.hook(vm, me.at(At.TICKET)));
          int tier = TIER_OF_VM[vm];
          int others = State.tiers(state.reserved() & ~(1 << vm));
          if ((others & ~(1 << tier)) != 0) {
            next.add(
                state
                    .gate(
                        state.epoch(),
                        state.reserved() & ~(1 << vm),
                        state.issued(),
                        state.issuedIn())
                    .hook(vm, me.at(At.END)));
          } else {
            State admitted = reserve(state, 1 << vm);
            next.add(admitted.hook(vm, me.answered(admitted.epoch(), NONE)));
            next.add(admitted.hook(vm, me.at(At.TICKET)));
          }
        }
        case ANSWERED -> {
          int known =
              safeguards.contains(Safeguard.EPOCH_IS_KEPT)
                  ? Math.max(state.known(), me.epoch())
                  : state.known();
          State heard = state.host(known, state.untold(), state.newest(), state.running());
          if (isUnheard(state, me)) {
            next.add(heard.hook(vm, me.at(me.rounds() < ROUNDS_OF_HOOK ? At.BEGIN : At.END)));
          } else {
            sawStartByGate = true;
            next.add(
                heard
                    .host(known, state.untold(), state.newest(), state.running() | 1 << vm)
                    .hook(vm, me.at(At.END)));
          }
        }
        case TICKET -> {
          Actor done = me.at(At.END);
          next.add(state.hook(vm, done));
          if (state.set() == TIER_OF_VM[vm] && state.setOf() >= state.known()) {
            sawStartByTicket = true;
            int untold = state.untold() | 1 << vm;
            int newest = state.newest() + 1;
            next.add(
                state
                    .host(state.known(), untold, newest, state.running() | 1 << vm)
                    .hook(vm, done));
            // It died after it had written the use down.
            next.add(state.host(state.known(), untold, newest, state.running()).hook(vm, done));
          }
        }
        case END -> {}
      }
    }

    private boolean isUnheard(State state, Actor me) {
      return safeguards.contains(Safeguard.LAST_IS_COMPARED) && state.newest() != me.before();
    }

    private void timer(State state, Actor me, List<State> next) {
      Actor over = me.at(me.rounds() < ROUNDS_OF_TIMER ? At.BEGIN : At.END);
      switch (me.at()) {
        case BEGIN -> next.add(state.timer(me.began(state.newest())));
        case LIST -> next.add(state.timer(me.listed(state.untold())));
        case TELL -> {
          next.add(state.timer(over));
          next.add(reserve(state, me.uses()).timer(me.at(At.TOLD)));
        }
        case TOLD -> next.add(told(state, me).timer(me.at(At.ASK)));
        case ASK -> {
          State issued = issue(state);
          next.add(issued.timer(me.answered(issued.epoch(), issued.issued())));
          next.add(issued.timer(over));
        }
        case ANSWERED -> {
          boolean late =
              safeguards.contains(Safeguard.SET_IS_COMPARED) && state.newest() != me.before();
          next.add((late ? state : state.has(me.tier(), me.epoch())).timer(over));
        }
        case TICKET, END -> {}
      }
    }

    private static State told(State state, Actor me) {
      return state.host(
          state.known(), state.untold() & ~me.uses(), state.newest(), state.running());
    }

    /** The trigger {@code fence_tickets}. */
    private State reserve(State state, int vms) {
      int added = vms & ~state.reserved();
      boolean another =
          state.issued() != NONE
              && state.issuedIn() == state.epoch()
              && (State.tiers(added) & ~(1 << state.issued())) != 0;
      int epoch =
          another && safeguards.contains(Safeguard.FENCE) ? state.epoch() + 1 : state.epoch();
      return state.gate(epoch, state.reserved() | vms, state.issued(), state.issuedIn());
    }

    /** {@link TicketState#tier} and {@link TicketState#epochFor}. */
    private State issue(State state) {
      int tier =
          switch (State.tiers(state.reserved())) {
            case 0 -> state.hostTier();
            case 1 -> 0;
            case 2 -> 1;
            default -> NONE;
          };
      boolean takesBack =
          state.issued() != NONE && state.issuedIn() == state.epoch() && state.issued() != tier;
      int epoch =
          takesBack && safeguards.contains(Safeguard.TAKING_BACK)
              ? state.epoch() + 1
              : state.epoch();
      return state.gate(epoch, state.reserved(), tier, epoch);
    }
  }
}
