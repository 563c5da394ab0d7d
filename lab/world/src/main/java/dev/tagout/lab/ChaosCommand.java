package dev.tagout.lab;

import dev.tagout.lab.chaos.Chaos;
import dev.tagout.lab.chaos.ChaosException;
import dev.tagout.lab.infrastructure.Checkout;
import dev.tagout.lab.world.WorldException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Breaks things. */
@Command(
    name = "chaos",
    description = {
      "Brings up a world of its own, breaks its parts while work goes on, and checks that nothing"
          + " was lost or decided wrongly.",
      "Exit status 0 only when every invariant holds; the result as JSON is in"
          + " bench/results/chaos-SEED.json."
    },
    sortOptions = false)
final class ChaosCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--minutes",
      paramLabel = "N",
      defaultValue = "2",
      description = "For how long things are broken, ${DEFAULT-VALUE} unless given.")
  private double minutes;

  @Option(
      names = "--settle",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description =
          "For how long everything works before the first fault, ${DEFAULT-VALUE} unless given.")
  private int settle;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "Repeats a run: what happens in which order. Any number unless given.")
  private Long seed;

  @Option(
      names = "--longest-fault",
      paramLabel = "SECONDS",
      defaultValue = "4.5",
      description =
          "For how long something is broken at most, but for what is killed; ${DEFAULT-VALUE}"
              + " unless given.")
  private double longestFault;

  @Option(
      names = "--events-per-second",
      paramLabel = "N",
      defaultValue = "20",
      description =
          "What scanners report meanwhile, if the machine bears it; ${DEFAULT-VALUE} unless given.")
  private int eventsPerSecond;

  @Option(
      names = "--stale-at-most",
      paramLabel = "SECONDS",
      defaultValue = "5",
      description =
          "How old a verdict may be after recovery, ${DEFAULT-VALUE} unless given; more for a"
              + " machine that has other things to do.")
  private int staleAtMost;

  @Option(
      names = "--fault",
      paramLabel = "KIND",
      completionCandidates = FaultKinds.class,
      description =
          "Breaks only this, such as 'kill policy-evaluation'; may be given more than once. Kinds:"
              + " ${COMPLETION-CANDIDATES}.")
  private Set<String> only = new LinkedHashSet<>();

  @Option(
      names = "--gates",
      paramLabel = "N",
      defaultValue = "2",
      description =
          "How many replicas policy-evaluation has: 1 or 2; ${DEFAULT-VALUE} unless given.")
  private int gates;

  @Option(
      names = "--libvirt",
      description =
          "Also starts and stops three VMs of its own on this machine's libvirt, behind the real"
              + " start hook with its tickets. Needs root; no other VM is touched.")
  private boolean libvirt;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Says this.")
  private boolean help;

  ChaosCommand() {}

  private Set<Chaos.Extra> extras() {
    Set<Chaos.Extra> extras = EnumSet.of(Chaos.Extra.SMALL_DISK, Chaos.Extra.CLOCKS);
    if (gates == 2) {
      extras.add(Chaos.Extra.SECOND_GATE);
    }
    if (libvirt) {
      extras.add(Chaos.Extra.LIBVIRT);
    }
    return extras;
  }

  /** For the help. */
  static final class FaultKinds implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Chaos.faults().iterator();
    }
  }

  @Override
  public Integer call() throws InterruptedException {
    if (!(minutes > 0 && minutes <= 24 * 60)) {
      throw new ParameterException(spec.commandLine(), "--minutes: must be above 0, at most 1440");
    }
    if (settle < 0 || settle > 3600) {
      throw new ParameterException(spec.commandLine(), "--settle: must be from 0 to 3600");
    }
    if (!(longestFault >= 2 && longestFault <= 3600)) {
      throw new ParameterException(spec.commandLine(), "--longest-fault: must be from 2 to 3600");
    }
    if (eventsPerSecond < 1 || eventsPerSecond > 100_000) {
      throw new ParameterException(
          spec.commandLine(), "--events-per-second: must be from 1 to 100000");
    }
    if (gates < 1 || gates > 2) {
      throw new ParameterException(spec.commandLine(), "--gates: must be 1 or 2");
    }
    for (String kind : only) {
      if (!Chaos.faults().contains(kind)) {
        throw new ParameterException(
            spec.commandLine(), "--fault: no such kind: " + kind + "; see --help");
      }
    }
    Checkout checkout = Checkout.current();
    long chosen = seed == null ? ThreadLocalRandom.current().nextInt(1_000_000) : seed;
    Chaos.Plan plan =
        new Chaos.Plan(
            chosen,
            Duration.ofSeconds(settle),
            Duration.ofMillis((long) (minutes * 60_000)),
            Duration.ofMillis((long) (longestFault * 1000)),
            eventsPerSecond,
            Duration.ofSeconds(staleAtMost),
            extras(),
            Set.copyOf(only));
    try {
      Chaos chaos = new Chaos(checkout, checkout.root().resolve(".tagout/chaos"), System.out);
      chaos.rehearse(extras());
      List<String> broken =
          chaos.run(plan, checkout.root().resolve("bench/results/chaos-%d.json".formatted(chosen)));
      return broken.isEmpty() ? 0 : 1;
    } catch (WorldException | ChaosException e) {
      System.err.println("tagout: " + e.getMessage());
      return 1;
    }
  }
}
