package dev.tagout.lab.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/** What people, scanners and the hypervisor do meanwhile; the seed fixes all of it. */
record Flow(List<Timed> acts) {
  private static final int PER_SECOND = 6;

  /** Real starts, on real cores. */
  private static final int ON_LIBVIRT_PER_MINUTE = 15;

  private static final List<String> STREAM_FAULTS = List.of("late", "twice", "shuffled", "cut");

  /**
   * @param at since the beginning
   */
  record Timed(Duration at, Act act) {}

  /** On the simulator. */
  static Flow of(long seed, Duration length) {
    Random random = new Random(seed);
    List<Timed> acts = new ArrayList<>();
    long end = length.toMillis();
    for (long at = 0; at < end; at += 1 + random.nextInt(2 * 1000 / PER_SECOND)) {
      add(acts, Duration.ofMillis(at), random);
    }
    return inOrder(acts);
  }

  /** On libvirt, where there is one host. */
  static Flow onLibvirt(long seed, Duration length) {
    Random random = new Random(seed);
    List<Timed> acts = new ArrayList<>();
    long end = length.toMillis();
    for (long at = 0; at < end; at += 1 + random.nextInt(2 * 60_000 / ON_LIBVIRT_PER_MINUTE)) {
      addOnLibvirt(acts, Duration.ofMillis(at), random);
    }
    return inOrder(acts);
  }

  /** Both at the same time. */
  Flow with(Flow other) {
    List<Timed> both = new ArrayList<>(acts);
    both.addAll(other.acts);
    return inOrder(both);
  }

  private static Flow inOrder(List<Timed> acts) {
    return new Flow(acts.stream().sorted(Comparator.comparing(Timed::at)).toList());
  }

  private static void add(List<Timed> acts, Duration at, Random random) {
    String vm = any(Cast.VMS, random);
    int dice = random.nextInt(100);
    if (dice < 20) {
      acts.add(new Timed(at, new Act.Scan(vm, List.of(), ago(random, 2), false)));
    } else if (dice < 26) {
      acts.add(new Timed(at, new Act.Scan(vm, missing(random), ago(random, 2), false)));
    } else if (dice < 34) {
      // An old scan that arrives now; it must not win.
      acts.add(new Timed(at, new Act.Scan(vm, missing(random), ago(random, 600), false)));
    } else if (dice < 38) {
      acts.add(new Timed(at, new Act.Scan(vm, List.of(), Duration.ZERO, true)));
    } else if (dice < 60) {
      acts.add(new Timed(at, new Act.Start(vm, place(random))));
    } else if (dice < 74) {
      acts.add(new Timed(at, new Act.Stop(vm)));
    } else if (dice < 81) {
      acts.add(new Timed(at, new Act.Bounce(vm)));
    } else if (dice < 86) {
      acts.add(new Timed(at, new Act.Migrate(vm, place(random))));
    } else if (dice < 90) {
      race(acts, at, random);
    } else if (dice < 92) {
      acts.add(new Timed(at, new Act.StartAroundTheGate(vm, any(Cast.hostsOf("public"), random))));
    } else if (dice < 96) {
      acts.add(new Timed(at, new Act.Assign(vm, any(Cast.TIERS, random), place(random))));
    } else if (dice < 98) {
      String host = any(List.copyOf(Cast.HOSTS.keySet()), random);
      boolean clean = random.nextInt(4) > 0;
      acts.add(new Timed(at, new Act.ScanHost(host, clean ? List.of() : missing(random))));
      acts.add(new Timed(at.plusSeconds(2), new Act.ScanHost(host, List.of())));
    } else {
      acts.add(new Timed(at, new Act.Stream(any(STREAM_FAULTS, random))));
      acts.add(new Timed(at.plusMillis(500 + random.nextInt(5000)), new Act.Stream("normal")));
    }
  }

  private static void addOnLibvirt(List<Timed> acts, Duration at, Random random) {
    String vm = any(Cast.LIBVIRT_VMS, random);
    String host = Cast.LIBVIRT_HOST;
    int dice = random.nextInt(100);
    if (dice < 20) {
      acts.add(new Timed(at, new Act.Scan(vm, List.of(), ago(random, 2), false)));
    } else if (dice < 28) {
      acts.add(new Timed(at, new Act.Scan(vm, missing(random), ago(random, 2), false)));
    } else if (dice < 55) {
      acts.add(new Timed(at, new Act.Start(vm, host)));
    } else if (dice < 68) {
      acts.add(new Timed(at, new Act.Stop(vm)));
    } else if (dice < 78) {
      acts.add(new Timed(at, new Act.Bounce(vm)));
    } else if (dice < 88) {
      for (String each : Cast.LIBVIRT_VMS) {
        acts.add(new Timed(at, new Act.Stop(each)));
        acts.add(new Timed(at, new Act.Scan(each, List.of(), Duration.ZERO, false)));
        acts.add(new Timed(at.plusMillis(1500), new Act.Start(each, host)));
      }
    } else if (dice < 93) {
      acts.add(new Timed(at, new Act.StartAroundTheGate(vm, host)));
    } else {
      acts.add(new Timed(at, new Act.Assign(vm, any(Cast.LIBVIRT_TIERS, random), host)));
    }
  }

  /** VMs of all tiers want to start on one host, at once. */
  private static void race(List<Timed> acts, Duration at, Random random) {
    String host = any(Cast.MIXED_HOSTS, random);
    int first = random.nextInt(Cast.VMS.size());
    for (int i = 0; i < 4; i++) {
      String vm = Cast.VMS.get((first + i) % Cast.VMS.size());
      acts.add(new Timed(at, new Act.Stop(vm)));
      acts.add(new Timed(at, new Act.Scan(vm, List.of(), Duration.ZERO, false)));
      acts.add(new Timed(at.plusMillis(700), new Act.Start(vm, host)));
    }
  }

  private static String place(Random random) {
    return random.nextInt(2) == 0
        ? any(Cast.MIXED_HOSTS, random)
        : any(Cast.hostsOf(any(Cast.TIERS, random)), random);
  }

  private static List<String> missing(Random random) {
    return List.of("KB" + (5_000_000 + random.nextInt(100)));
  }

  private static Duration ago(Random random, int seconds) {
    return Duration.ofMillis(random.nextInt(seconds * 1000));
  }

  private static <T> T any(List<T> all, Random random) {
    return all.get(random.nextInt(all.size()));
  }
}
