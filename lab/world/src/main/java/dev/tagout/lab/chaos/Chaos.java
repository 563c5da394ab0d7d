package dev.tagout.lab.chaos;

import dev.tagout.lab.fleet.Domains;
import dev.tagout.lab.infrastructure.Checkout;
import dev.tagout.lab.world.Ports;
import dev.tagout.lab.world.Program;
import dev.tagout.lab.world.World;
import dev.tagout.lab.world.WorldException;
import dev.tagout.lab.world.WorldSettings;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * One run: brings up a world of its own, lets the flow go while faults are injected, mends all,
 * waits until it is quiet, and checks. Which acts and faults come in which order, the seed says; at
 * what moment they meet, the machine.
 */
public final class Chaos {
  private static final long BREATH_MILLIS = 500;

  private final Checkout checkout;
  private final Path data;
  private final PrintStream out;

  /**
   * @param data what is kept for one run; the next one begins it anew
   */
  public Chaos(Checkout checkout, Path data, PrintStream out) {
    this.checkout = checkout;
    this.data = data;
    this.out = out;
  }

  /**
   * What to do.
   *
   * @param settle for how long everything works before the first fault: what was measured of a JVM
   *     that has just begun would be its compilers
   * @param length for how long faults are injected; start and checks come on top
   * @param longestFault for how long something is broken at most; more than a second
   * @param eventsPerSecond of the scanners, beside what the flow does; less where it is too much
   * @param staleAtMost how old a verdict may be once all that was broken is ready again
   * @param extras what the world has that it would not need
   * @param only what is broken, as {@link Fault.Kind} prints it; everything when it is empty
   */
  public record Plan(
      long seed,
      Duration settle,
      Duration length,
      Duration longestFault,
      int eventsPerSecond,
      Duration staleAtMost,
      Set<Extra> extras,
      Set<String> only) {}

  /** What lets more be broken than in any world. */
  public enum Extra {
    /** A file system of its own for PostgreSQL, which is full soon; left out but for root. */
    SMALL_DISK,
    /** A second replica of policy-evaluation. */
    SECOND_GATE,
    /** Clocks that can be put wrong, by libfaketime; left out where there is none. */
    CLOCKS,
    /** VMs on this machine's libvirt beside those of the simulator; needs root. */
    LIBVIRT
  }

  /** What can be broken, as people write it; not all of it can be everywhere. */
  public static List<String> faults() {
    return Arrays.stream(Fault.Kind.values()).map(Fault.Kind::toString).toList();
  }

  /** What is done in a world that is up. */
  private interface Part<T> {
    T play(Stage stage, Injector injector) throws InterruptedException;
  }

  /**
   * Lets a world do a little with nothing broken, and ends it. After that the services start as
   * those of an image do, whose classes were archived when it was built.
   *
   * @param extras what the run will have; those count that are programs
   * @throws WorldException when the world does not come up
   */
  public void rehearse(Set<Extra> extras) throws InterruptedException {
    out.println("once with nothing broken, for the archives of classes");
    inWorld(
        extras.contains(Extra.SECOND_GATE) ? Set.of(Extra.SECOND_GATE) : Set.of(),
        (stage, injector) -> {
          Model model = new Model();
          Scanner scanner = new Scanner(stage.collector(), model);
          new Player(stage, scanner, model, new Ledger(), 0).prepare();
          try (Witness witness = new Witness(stage.kafka())) {
            return median(new Probe(scanner, witness, stage.policyDatabase()));
          }
        });
  }

  /**
   * Does it.
   *
   * @param results where the result is written, as JSON
   * @return what breaks an invariant, a line each; empty when all hold
   * @throws WorldException when the world does not come up
   */
  public List<String> run(Plan plan, Path results) throws InterruptedException {
    return inWorld(
        plan.extras(),
        (stage, injector) -> {
          Report report = run(plan, stage, injector);
          report.print(out);
          report.write(results);
          out.println("\nwritten to " + checkout.root().relativize(results));
          return report.broken();
        });
  }

  private <T> T inWorld(Set<Extra> extras, Part<T> part) throws InterruptedException {
    Farewell farewell = new Farewell(Thread.currentThread());
    try {
      return played(extras, part);
    } finally {
      farewell.over();
    }
  }

  private <T> T played(Set<Extra> extras, Part<T> part) throws InterruptedException {
    boolean onLibvirt = extras.contains(Extra.LIBVIRT);
    if (onLibvirt) {
      Domains.requireLibvirt();
    }
    SmallDisk.takeAway(data.resolve("postgres"));
    clear();
    Ports ports = Ports.free();
    Optional<Clocks> clocks =
        extras.contains(Extra.CLOCKS) ? Clocks.at(data.resolve("clocks")) : Optional.empty();
    try (SmallDisk disk =
            extras.contains(Extra.SMALL_DISK)
                ? SmallDisk.at(data.resolve("postgres")).orElse(null)
                : null;
        Injector injector =
            new Injector(
                ports, Optional.ofNullable(disk), clocks, extras.contains(Extra.SECOND_GATE));
        World world =
            new World(settings(ports, injector, onLibvirt), line -> out.println("  " + line))) {
      Thread stop = new Thread(world::close, "stop");
      Runtime.getRuntime().addShutdownHook(stop);
      try {
        world.start();
        try (LibvirtMachines libvirt = onLibvirt ? libvirt(ports, injector) : null) {
          return part.play(Stage.of(world, checkout, Optional.ofNullable(libvirt)), injector);
        }
      } finally {
        forget(stop);
      }
    }
  }

  /** Its hook asks by way of the proxy, as the simulator's does. */
  private LibvirtMachines libvirt(Ports ports, Injector injector) throws InterruptedException {
    return LibvirtMachines.install(
        checkout.root(),
        data.resolve("libvirt"),
        injector.gate(),
        settings(ports, injector, true).ticketKey());
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // It runs already.
    }
  }

  private WorldSettings settings(Ports ports, Injector injector, boolean onLibvirt) {
    WorldSettings settings =
        WorldSettings.in(checkout, ports)
            .withData(data)
            .withDetours(injector.detours())
            .withOwn(own(injector))
            // That runs are held is tested elsewhere; here it would hide what is stopped wrongly.
            .with("TAGOUT_REMEDIATION_LIMITS_ACTIONS", "1000");
    if (onLibvirt) {
      settings = settings.with(LibvirtMachines.hypervisor());
    }
    return injector.hasSecondGate() ? settings.withSecondGate() : settings;
  }

  /**
   * Where everything starts again and again on a few cores, what counts is how soon it is of use:
   * the quick compiler is the one for that (docs/performance.md).
   */
  private static Map<Program, Map<String, String>> own(Injector injector) {
    Map<Program, Map<String, String>> own = new EnumMap<>(Program.class);
    own.putAll(injector.environments());
    for (Program gate : List.of(Program.POLICY_EVALUATION, Program.POLICY_EVALUATION_2)) {
      Map<String, String> variables = new TreeMap<>(own.getOrDefault(gate, Map.of()));
      variables.put("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1");
      own.put(gate, variables);
    }
    return own;
  }

  private Report run(Plan plan, Stage stage, Injector injector) throws InterruptedException {
    Model model = new Model();
    Ledger ledger = new Ledger();
    Scanner scanner = new Scanner(stage.collector(), model);
    Player player = new Player(stage, scanner, model, ledger, plan.seed());
    player.prepare();
    List<Round> rounds;
    try (Witness witness = new Witness(stage.kafka())) {
      Probe probe = new Probe(scanner, witness, stage.policyDatabase());
      out.printf(
          "seed %d, %d s after %d s with nothing broken, up to %d events/s%n",
          plan.seed(),
          plan.length().toSeconds(),
          plan.settle().toSeconds(),
          plan.eventsPerSecond());
      List<Fault.Kind> spared = injector.spared();
      if (!spared.isEmpty()) {
        out.println("cannot be broken here, and the order of faults is another one: " + spared);
      }
      rounds = disturb(plan, stage, injector, player, scanner, probe);
    }
    out.println("mended; waiting until it is quiet");
    List<Result> results = new ArrayList<>();
    results.add(quiet(stage));
    return check(plan, stage, model, ledger, scanner, rounds, results);
  }

  /** The flow, the scanners and the faults at once; comes back when all three are at their end. */
  private List<Round> disturb(
      Plan plan, Stage stage, Injector injector, Player player, Scanner scanner, Probe probe)
      throws InterruptedException {
    Backlog backlog = new Backlog(stage.kafka());
    Load load = new Load(scanner, backlog, plan.eventsPerSecond(), plan.seed() + 1);
    Thread loading = Thread.ofVirtual().name("load").start(load);
    List<Round> rounds = new ArrayList<>();
    Faults faults = new Faults(plan.seed(), chosen(plan, injector), plan.longestFault());
    try {
      Flow flow = flow(plan, stage);
      Thread playing = Thread.ofVirtual().name("flow").start(() -> play(flow, player));
      Thread.sleep(plan.settle());
      out.printf("undisturbed, a verdict takes %.2f s%n", median(probe).toMillis() / 1000.0);
      long began = System.nanoTime();
      while (System.nanoTime() - began < plan.length().toNanos()) {
        Thread.sleep(BREATH_MILLIS);
        Round round = round(faults.next(), stage.world(), injector, probe, began);
        out.println(round);
        rounds.add(round);
        requireWhole(stage.world());
      }
      playing.join();
      player.await();
      player.heal();
    } finally {
      load.stop();
    }
    loading.join();
    backlog.close();
    return rounds;
  }

  /** What happens on the simulator is the same with libvirt and without. */
  private static Flow flow(Plan plan, Stage stage) {
    Duration length = plan.settle().plus(plan.length());
    Flow simulated = Flow.of(plan.seed(), length);
    return stage.libvirt().isPresent()
        ? simulated.with(Flow.onLibvirt(plan.seed() + 2, length))
        : simulated;
  }

  /**
   * @throws ChaosException when nothing that is to be broken can be here
   */
  private static List<Fault.Kind> chosen(Plan plan, Injector injector) {
    List<Fault.Kind> kinds =
        injector.kinds().stream()
            .filter(kind -> plan.only().isEmpty() || plan.only().contains(kind.toString()))
            .toList();
    if (kinds.isEmpty()) {
      throw new ChaosException("Nothing of this can be broken here: " + plan.only());
    }
    return kinds;
  }

  /** What to compare with: the same work, and nothing broken. */
  private static Duration median(Probe probe) throws InterruptedException {
    List<Duration> all = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      all.add(probe.ask());
    }
    all.sort(null);
    return all.get(all.size() / 2);
  }

  private static void play(Flow flow, Player player) {
    long began = System.nanoTime();
    try {
      for (Flow.Timed timed : flow.acts()) {
        long left = timed.at().toNanos() - (System.nanoTime() - began);
        if (left > 0) {
          Thread.sleep(Duration.ofNanos(left));
        }
        player.play(timed.act());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Round round(
      List<Fault> faults, World world, Injector injector, Probe probe, long began)
      throws InterruptedException {
    Duration at = Duration.ofNanos(System.nanoTime() - began);
    for (Fault fault : faults) {
      injector.begin(fault, world);
    }
    Thread.sleep(faults.stream().map(Fault::lasts).max(Comparator.naturalOrder()).orElseThrow());
    long mending = System.nanoTime();
    injector.end(faults, world);
    Duration startUp = Duration.ofNanos(System.nanoTime() - mending);
    return new Round(faults, at, startUp, probe.ask());
  }

  /** Something that died without our doing is a finding of its own, and ends the run. */
  private static void requireWhole(World world) {
    world
        .failure()
        .ifPresent(
            failure -> {
              throw failure;
            });
  }

  private Result quiet(Stage stage) throws InterruptedException {
    List<Finding> findings =
        new Quiet(stage, out)
            .await().stream().map(busy -> new Finding("not at rest", busy)).toList();
    return Result.of("everything comes to rest", 1, findings);
  }

  private static Report check(
      Plan plan,
      Stage stage,
      Model model,
      Ledger ledger,
      Scanner scanner,
      List<Round> rounds,
      List<Result> results)
      throws InterruptedException {
    DeliveryCheck delivery = new DeliveryCheck(stage, model);
    results.addAll(new InventoryCheck(stage, model).check());
    results.addAll(Lasting.of(delivery::check));
    results.addAll(new VerdictCheck(stage).check());
    results.addAll(Lasting.of(() -> List.of(new FindingsCheck(stage).check())));
    results.addAll(new SafetyCheck(stage, ledger).check());
    results.add(RecordCheck.of(stage).check());
    results.add(recovered(rounds, plan.staleAtMost()));
    Map<String, Long> counts = new LinkedHashMap<>();
    counts.put("events accepted", (long) model.acceptedCount());
    counts.put("requests with events that were sent again", scanner.repeated());
    counts.put("starts and migrations that were admitted", (long) ledger.stays().size());
    counts.put("starts and migrations that were not", (long) ledger.refusals());
    counts.put("decisions", delivery.decisions());
    if (stage.libvirt().isPresent()) {
      counts.put("decisions by tickets, while the gate was away", byTickets(stage));
    }
    counts.put("lost", delivery.losses());
    counts.put("delivered again, under the same id", delivery.deliveredAgain());
    return new Report(plan.seed(), plan.length(), plan.eventsPerSecond(), rounds, counts, results);
  }

  private static long byTickets(Stage stage) {
    try (Sql policy = new Sql(stage.policyDatabase())) {
      return policy.count("SELECT count(*) FROM decision WHERE jsonb_exists(body, 'ticket')");
    }
  }

  private static Result recovered(List<Round> rounds, Duration staleAtMost) {
    List<Finding> findings =
        rounds.stream()
            .filter(round -> round.recovery().compareTo(staleAtMost) > 0)
            .map(
                round ->
                    new Finding(
                        round.faults().toString(),
                        Probe.isLost(round.recovery())
                            ? "no verdict was seen after it"
                            : "a verdict took %.2f s after it"
                                .formatted(round.recovery().toMillis() / 1000.0)))
            .toList();
    if (rounds.isEmpty()) {
      findings = List.of(new Finding("the run", "was over before anything could be broken"));
    }
    return Result.of(
        "no verdict is older than %d s after recovery".formatted(staleAtMost.toSeconds()),
        rounds.size(),
        findings);
  }

  /** The class archives stay, which make the next start quicker; everything else is old. */
  private void clear() {
    for (String old : List.of("kafka", "postgres", "policy", "libvirt", "logs")) {
      Path directory = data.resolve(old);
      if (!Files.exists(directory)) {
        continue;
      }
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
