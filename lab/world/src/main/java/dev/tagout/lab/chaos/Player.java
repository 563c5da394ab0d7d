package dev.tagout.lab.chaos;

import dev.tagout.lab.fleet.Api;
import dev.tagout.lab.fleet.UnexpectedException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;

/** Does what the flow says, each lane in its order and all lanes at the same time. */
final class Player {
  private static final long PAUSE_MILLIS = 200;

  private final SimulatedMachines simulator;
  private final Optional<LibvirtMachines> libvirt;
  private final Api policy;
  private final Scanner scanner;
  private final Model model;
  private final Ledger ledger;
  private final Random random;
  private final Executor executor = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, CompletableFuture<Void>> lanes = new HashMap<>();
  private final Map<String, Instant> lastScan = new ConcurrentHashMap<>();

  /** Of those who take the hook away, one at a time. */
  private final ReentrantLock hook = new ReentrantLock();

  Player(Stage stage, Scanner scanner, Model model, Ledger ledger, long seed) {
    this.simulator = stage.simulator();
    this.libvirt = stage.libvirt();
    this.policy = stage.policy();
    this.scanner = scanner;
    this.model = model;
    this.ledger = ledger;
    this.random = new Random(seed);
  }

  /** Hosts, VMs, tiers and first facts, while nothing is broken yet. */
  void prepare() throws InterruptedException {
    Instant now = now();
    for (Map.Entry<String, String> host : Cast.HOSTS.entrySet()) {
      simulator.addHost(host.getKey());
      prepareHost(Cast.id(host.getKey()), host.getValue(), now);
    }
    for (String vm : Cast.VMS) {
      String tier = Cast.firstTier(vm);
      simulator.define(vm, Cast.hostsOf(tier).getFirst());
      prepare(Cast.id(vm), tier, now);
    }
    if (libvirt.isPresent()) {
      prepareHost(Cast.id(Cast.LIBVIRT_HOST), Cast.TIERS.getLast(), now);
      for (String vm : Cast.LIBVIRT_VMS) {
        prepare(Cast.id(vm), Cast.firstTier(vm), now);
      }
    }
    for (String vm : Cast.SCANNED) {
      prepare(vm, "internal", now);
    }
    for (String vm : Cast.PROBES) {
      prepare(vm, "internal", now);
    }
  }

  private void prepareHost(String host, String tier, Instant now) throws InterruptedException {
    assign("hosts", host, tier);
    scanner.tell(
        List.of(
            Event.system(id(), host, now),
            Event.hostScan(id(), host, now, List.of()),
            Event.network(id(), host, now),
            Event.storage(id(), host, now),
            Event.access(id(), host, now)));
  }

  private void prepare(String vm, String tier, Instant now) throws InterruptedException {
    assign("vms", vm, tier);
    scanner.tell(List.of(Event.scan(id(), vm, now, List.of()), Event.protection(id(), vm, now)));
  }

  /** Puts the act at the end of its lane. For one thread. */
  void play(Act act) {
    lanes.compute(
        act.lane(),
        (lane, before) ->
            (before == null ? CompletableFuture.<Void>completedFuture(null) : before)
                .thenRunAsync(() -> perform(act), executor));
  }

  /** Comes back when all is done that was asked for. */
  void await() {
    lanes.values().forEach(CompletableFuture::join);
  }

  private void perform(Act act) {
    try {
      switch (act) {
        case Act.Scan scan -> scan(scan);
        case Act.ScanHost scan ->
            scanner.tell(
                List.of(Event.hostScan(id(), Cast.id(scan.host()), now(), scan.missing())));
        case Act.Assign assign -> assign(assign);
        case Act.Start start -> start(start.vm(), start.host());
        case Act.Stop stop -> stop(stop.vm());
        case Act.Bounce bounce -> bounce(bounce.vm());
        case Act.Migrate migrate -> migrate(migrate.vm(), migrate.to());
        case Act.StartAroundTheGate start -> startAroundTheGate(start.vm(), start.host());
        case Act.Stream stream -> simulator.streams(stream.fault());
      }
    } catch (UncheckedIOException | UnexpectedException e) {
      // The hypervisor stood still for too long. What became of it, its end will show.
      ledger.refused();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void scan(Act.Scan scan) throws InterruptedException {
    String vm = Cast.id(scan.vm());
    Instant last = lastScan.get(vm);
    Instant at = scan.sameTimeAsLast() && last != null ? last : now().minus(scan.ago());
    lastScan.put(vm, at);
    scanner.tell(List.of(Event.scan(id(), vm, at, scan.missing())));
  }

  private void assign(Act.Assign assign) throws InterruptedException {
    stop(assign.vm());
    assign("vms", Cast.id(assign.vm()), assign.tier());
    start(assign.vm(), assign.host());
  }

  private void assign(String kind, String id, String tier) throws InterruptedException {
    while (true) {
      try {
        policy.put(
            "/v1/" + kind + "/" + id + "/assignment",
            Map.of("tier", tier, "admins", List.of("guests")));
        model.assigned(id, tier);
        return;
      } catch (UncheckedIOException | UnexpectedException e) {
        Thread.sleep(PAUSE_MILLIS);
      }
    }
  }

  private void start(String vm, String host) throws InterruptedException {
    Machines machines = machines(vm);
    if (machines.runs(vm)) {
      return;
    }
    machines.define(vm, host);
    start(vm);
  }

  /** Where it is. */
  private void start(String vm) throws InterruptedException {
    Instant asked = Instant.now();
    Optional<Machines.Running> running = machines(vm).start(vm);
    Instant answered = Instant.now();
    if (running.isPresent()) {
      began(vm, running.get(), asked, answered);
    } else {
      ledger.refused();
    }
  }

  private void began(String vm, Machines.Running running, Instant asked, Instant answered) {
    ledger.began(vm, running.host(), running.instance(), asked, answered);
  }

  private void stop(String vm) throws InterruptedException {
    ledger.ending(vm, Instant.now());
    machines(vm).stop(vm);
  }

  private void bounce(String vm) throws InterruptedException {
    if (machines(vm).runs(vm)) {
      stop(vm);
    }
    start(vm);
  }

  private void migrate(String vm, String to) throws InterruptedException {
    if (!machines(vm).runs(vm)) {
      return;
    }
    Instant asked = Instant.now();
    Optional<Machines.Running> running = machines(vm).migrate(vm, to);
    if (running.isPresent()) {
      ledger.ending(vm, asked);
      began(vm, running.get(), asked, Instant.now());
    } else {
      ledger.refused();
    }
  }

  private void startAroundTheGate(String vm, String host) throws InterruptedException {
    Machines machines = machines(vm);
    stop(vm);
    machines.define(vm, host);
    hook.lock();
    try {
      machines.hook(false);
      start(vm);
    } finally {
      machines.hook(true);
      hook.unlock();
    }
  }

  /** Nothing is out of order at the hypervisors any more. */
  void heal() throws InterruptedException {
    simulator.heal();
    if (libvirt.isPresent()) {
      libvirt.get().heal();
    }
  }

  private Machines machines(String vm) {
    return Cast.isOnLibvirt(vm) ? libvirt.orElseThrow() : simulator;
  }

  private synchronized UUID id() {
    return new UUID(random.nextLong(), random.nextLong());
  }

  /** In what every store keeps. */
  private static Instant now() {
    return Instant.now().truncatedTo(java.time.temporal.ChronoUnit.MILLIS);
  }
}
