package dev.tagout.lab.chaos;

import dev.tagout.lab.fleet.Api;
import dev.tagout.lab.infrastructure.Port;
import dev.tagout.lab.world.Ports;
import dev.tagout.lab.world.Program;
import dev.tagout.lab.world.World;
import dev.tagout.lab.world.WorldSettings;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Breaks things and mends them. Has the proxies between the services and what they need. */
final class Injector implements AutoCloseable {
  private static final Duration SLOW = Duration.ofMillis(60);

  /** A clock is right from the next second on, and each second the service looks at it. */
  private static final Duration UNTIL_DEAD = Duration.ofSeconds(4);

  private static final Duration UNTIL_IT_CONNECTS = Duration.ofMinutes(1);
  private static final long LOOK_MILLIS = 200;

  private final Map<Program, TcpProxy> proxies = new EnumMap<>(Program.class);
  private final Map<Program, WorldSettings.Detour> detours = new EnumMap<>(Program.class);

  private final Optional<SmallDisk> disk;
  private final Optional<Clocks> clocks;
  private final boolean secondGate;

  /**
   * @param disk of PostgreSQL, where there can be one that fills up
   * @param clocks where they can be put wrong
   * @param secondGate whether policy-evaluation has a second replica, which those who ask share
   */
  Injector(Ports ports, Optional<SmallDisk> disk, Optional<Clocks> clocks, boolean secondGate) {
    this.disk = disk;
    this.clocks = clocks;
    this.secondGate = secondGate;
    between(Program.POSTGRES, ports.of(Program.POSTGRES));
    if (secondGate) {
      between(
          Program.POLICY_EVALUATION,
          ports.of(Program.POLICY_EVALUATION),
          ports.of(Program.POLICY_EVALUATION_2));
    } else {
      between(Program.POLICY_EVALUATION, ports.of(Program.POLICY_EVALUATION));
    }
    between(Program.KAFKA, Port.free());
  }

  private void between(Program program, Integer... ports) {
    TcpProxy proxy = new TcpProxy(ports);
    proxies.put(program, proxy);
    detours.put(program, new WorldSettings.Detour(proxy.port(), ports[0]));
  }

  boolean hasSecondGate() {
    return secondGate;
  }

  /** To be given to the world that is going to be broken. */
  Map<Program, WorldSettings.Detour> detours() {
    return detours;
  }

  /** Where whoever asks before a start is to ask. */
  URI gate() {
    return URI.create("http://127.0.0.1:" + proxies.get(Program.POLICY_EVALUATION).port());
  }

  /** What the programs are to be started with. */
  Map<Program, Map<String, String>> environments() {
    return clocks.map(Clocks::environments).orElse(Map.of());
  }

  /** What can be broken here. */
  List<Fault.Kind> kinds() {
    return Arrays.stream(Fault.Kind.values())
        .filter(kind -> kind.means() != Fault.Means.FILL || disk.isPresent())
        .filter(kind -> kind.means() != Fault.Means.SHIFT || clocks.isPresent())
        .filter(kind -> kind.target() != Program.POLICY_EVALUATION_2 || secondGate)
        .toList();
  }

  /** What could be on a machine that has more. */
  List<Fault.Kind> spared() {
    return Arrays.stream(Fault.Kind.values())
        .filter(kind -> kind.target() != Program.POLICY_EVALUATION_2)
        .filter(kind -> !kinds().contains(kind))
        .toList();
  }

  void begin(Fault fault, World world) throws InterruptedException {
    Program target = fault.kind().target();
    switch (fault.kind().means()) {
      case KILL -> world.kill(target);
      case PAUSE -> world.pause(target);
      case CUT -> proxies.get(target).cut();
      case REFUSE -> proxies.get(target).refuse();
      case SILENCE -> proxies.get(target).blackhole();
      case DELAY -> proxies.get(target).delay(SLOW);
      case FILL -> disk.orElseThrow().fill();
      case SHIFT -> clocks.orElseThrow().shift(target, fault.shift());
    }
  }

  /**
   * Mends all, and comes back when what was killed, or is no longer alive, is ready. First what
   * others cannot start without.
   */
  void end(List<Fault> faults, World world) throws InterruptedException {
    for (Fault fault : faults) {
      mend(fault, world);
    }
    faults.stream()
        .filter(fault -> fault.kind().means() == Fault.Means.KILL)
        .map(fault -> fault.kind().target())
        .sorted(Comparator.comparing((Program program) -> isService(program)))
        .forEach(world::restart);
    for (Fault fault : faults) {
      // A clock that was behind goes ahead now, which nothing minds.
      if (fault.shift().isPositive()) {
        restartIfItIsDead(world, fault.kind().target());
      }
    }
  }

  private static boolean isService(Program program) {
    return program != Program.KAFKA && program != Program.POSTGRES;
  }

  private void mend(Fault fault, World world) throws InterruptedException {
    Program target = fault.kind().target();
    switch (fault.kind().means()) {
      case PAUSE -> world.resume(target);
      case CUT, REFUSE, SILENCE, DELAY -> proxies.get(target).heal();
      case FILL -> {
        disk.orElseThrow().free();
        restartIfItGaveUp(world);
      }
      case SHIFT -> clocks.orElseThrow().heal(target);
      case KILL -> {}
    }
  }

  /** Whoever runs a service starts it again when it says that this is what it needs. */
  private static void restartIfItIsDead(World world, Program target) throws InterruptedException {
    Api service = new Api(world.url(target));
    long end = System.nanoTime() + UNTIL_DEAD.toNanos();
    while (service.get("/q/health/live").isOk()) {
      if (System.nanoTime() > end) {
        return;
      }
      Thread.sleep(LOOK_MILLIS);
    }
    world.kill(target);
    world.restart(target);
  }

  /**
   * PostgreSQL ends itself where it cannot write its log, and whoever runs it starts it again; or
   * it begins anew by itself, and takes no connection before it has read its log.
   */
  private static void restartIfItGaveUp(World world) throws InterruptedException {
    if (world.postgres().postmaster().isEmpty()) {
      world.kill(Program.POSTGRES);
      world.restart(Program.POSTGRES);
      return;
    }
    long end = System.nanoTime() + UNTIL_IT_CONNECTS.toNanos();
    while (true) {
      try (Sql sql = new Sql(world.postgres().database("tagout_policy"))) {
        sql.count("SELECT 1");
        return;
      } catch (ChaosException e) {
        if (System.nanoTime() > end) {
          throw e;
        }
        Thread.sleep(LOOK_MILLIS);
      }
    }
  }

  @Override
  public void close() {
    proxies.values().forEach(TcpProxy::close);
  }
}
