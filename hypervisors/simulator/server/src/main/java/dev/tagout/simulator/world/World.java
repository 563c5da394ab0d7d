package dev.tagout.simulator.world;

import dev.tagout.contracts.event.HostConnected;
import dev.tagout.contracts.event.HostRemoved;
import dev.tagout.contracts.event.StartCause;
import dev.tagout.contracts.event.StopCause;
import dev.tagout.contracts.event.TagoutEvent;
import dev.tagout.contracts.event.VmDefined;
import dev.tagout.contracts.event.VmMigrated;
import dev.tagout.contracts.event.VmRemoved;
import dev.tagout.contracts.event.VmStarted;
import dev.tagout.contracts.event.VmStopped;
import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.simulator.problem.ProblemException;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * All hosts and VMs. One lock orders every change with its events, so that a listener's listing and
 * the events after it fit without a gap or a double. Nothing waits while the lock is held. Long for
 * one file, since every transition has to be made under that lock.
 */
public final class World {
  private final ReentrantLock lock = new ReentrantLock();
  private final SortedSet<Name> hosts = new TreeSet<>();
  private final Map<Name, Vm> vms = new TreeMap<>();
  private final Chronicle chronicle;
  private final String startUp;
  private long runs;

  World(Clock clock) {
    chronicle = new Chronicle(clock);
    startUp = Long.toString(clock.millis(), Character.MAX_RADIX);
  }

  /** Makes the one world of the process. */
  static class Beginning {
    @Produces
    @Singleton
    World world() {
      return new World(Clock.systemUTC());
    }
  }

  /** Hears of every change, in order. */
  @FunctionalInterface
  public interface Listener {
    /** Is called under the world's lock: must not block, and not change the world. */
    void happened(TagoutEvent event);
  }

  /** Everything there is; the listener hears of all that comes after it, and of nothing before. */
  public Listing subscribe(Listener listener) {
    return locked(
        () -> {
          chronicle.add(listener);
          return listing();
        });
  }

  /** The listener hears nothing after this returns. May be called twice. */
  public void unsubscribe(Listener listener) {
    whileLocked(() -> chronicle.remove(listener));
  }

  public Listing listing() {
    return locked(
        () -> {
          Instant listedAt = chronicle.now();
          Map<Name, List<Vm>> placed =
              vms.values().stream().collect(Collectors.groupingBy(Vm::host));
          return new Listing(
              listedAt,
              hosts.stream()
                  .map(host -> new Listing.Host(host, placed.getOrDefault(host, List.of())))
                  .toList());
        });
  }

  /** A time later than every event so far, and earlier than every one to come. */
  public Instant now() {
    return locked(chronicle::now);
  }

  public Optional<Vm> vm(Name name) {
    return locked(() -> Optional.ofNullable(vms.get(name)));
  }

  /**
   * @throws ProblemException when there is no such VM
   */
  public Vm require(Name name) {
    return vm(name).orElseThrow(() -> ProblemException.notFound("VM", name));
  }

  public List<Vm> vms() {
    return locked(() -> List.copyOf(vms.values()));
  }

  /**
   * @throws ContractViolation that names {@code field} when there is no such host
   */
  public void requireHost(Name host, String field) {
    whileLocked(
        () -> {
          if (!hosts.contains(host)) {
            throw new ContractViolation(field, "there is no host " + host);
          }
        });
  }

  /** Makes the host if there is none. */
  public void addHost(Name host) {
    whileLocked(
        () -> {
          if (hosts.add(host)) {
            chronicle.host(host, new HostConnected(host.value(), List.of()));
          }
        });
  }

  /**
   * Removes the host and the VMs that are defined there; nothing happens when there is none.
   *
   * @throws ProblemException when a VM runs there
   */
  public void removeHost(Name host) {
    whileLocked(
        () -> {
          List<Vm> residents = vms.values().stream().filter(vm -> vm.host().equals(host)).toList();
          for (Vm vm : residents) {
            if (vm.power() instanceof Power.Running) {
              throw ProblemException.conflict(
                  "host-in-use", vm.name() + " runs on " + host + "; stop or migrate it first");
            }
          }
          residents.forEach(this::drop);
          if (hosts.remove(host)) {
            chronicle.host(host, new HostRemoved());
          }
        });
  }

  /**
   * Defines the VM, or changes its definition; its power stays as it is. What is so already makes
   * no event.
   *
   * @throws ContractViolation that names {@code host} when there is no such host
   * @throws ProblemException when another host is named for a VM that runs
   */
  public Vm define(Definition definition) {
    return locked(
        () -> {
          requireHost(definition.host(), "host");
          Optional<Vm> old = vm(definition.name());
          Vm now = definition.appliedTo(old);
          old.filter(vm -> !vm.host().equals(now.host())).ifPresent(this::leave);
          vms.put(now.name(), now);
          if (!old.equals(Optional.of(now))) {
            defined(now);
          }
          return now;
        });
  }

  /** Removes the VM, powered off first; nothing happens when there is none. */
  public void remove(Name name) {
    whileLocked(
        () ->
            vm(name)
                .map(vm -> stop(vm.name(), Optional.empty(), StopCause.DESTROYED))
                .ifPresent(this::drop));
  }

  /** Begins a run; nothing happens when it runs. */
  public Vm start(Name name) {
    return locked(
        () -> {
          Vm vm = require(name);
          return switch (vm.power()) {
            case Power.Running running -> vm;
            case Power.Off off -> {
              Power.Running running = off.start(startUp + "-" + ++runs);
              StartCause cause = off.saved() ? StartCause.RESTORE : StartCause.BOOT;
              chronicle.vm(name, new VmStarted(vm.host().asHost(), cause, running.instance()));
              yield keep(vm.with(running));
            }
          };
        });
  }

  /**
   * Ends the run; nothing happens when it does not run. {@code SAVED} keeps its memory.
   *
   * @param run the instance that is meant; empty for whichever runs
   * @throws ProblemException when another instance runs
   */
  public Vm stop(Name name, Optional<String> run, StopCause cause) {
    return locked(
        () -> {
          Vm vm = require(name);
          return switch (vm.power()) {
            case Power.Off off -> vm;
            case Power.Running running -> {
              run.filter(meant -> !meant.equals(running.instance()))
                  .ifPresent(
                      meant -> {
                        throw ProblemException.conflict(
                            "vm-another-run",
                            name + " runs as " + running.instance() + ", not as " + meant);
                      });
              chronicle.vm(name, new VmStopped(vm.host().asHost(), cause));
              yield keep(vm.with(cause == StopCause.SAVED ? running.save() : running.stop()));
            }
          };
        });
  }

  /**
   * Moves a running VM and its definition; the run stays the same one. Nothing happens when it is
   * there.
   *
   * @throws ContractViolation that names {@code to} when there is no such host
   * @throws ProblemException when it does not run
   */
  public Vm migrate(Name name, Name to) {
    return locked(
        () -> {
          requireHost(to, "to");
          Vm vm = require(name);
          return switch (vm.power()) {
            case Power.Off off ->
                throw ProblemException.conflict(
                    "vm-off", name + " does not run; define it on " + to + " instead");
            case Power.Running running when vm.host().equals(to) -> vm;
            case Power.Running running -> {
              chronicle.vm(
                  name, new VmMigrated(vm.host().asHost(), to.asHost(), running.instance()));
              yield defined(keep(vm.on(to)));
            }
          };
        });
  }

  /** Sets or takes the mark; no event tells of it. */
  public Vm autostart(Name name, boolean enabled) {
    return locked(() -> keep(require(name).with(enabled)));
  }

  private Vm keep(Vm vm) {
    vms.put(vm.name(), vm);
    return vm;
  }

  private Vm defined(Vm vm) {
    chronicle.vm(
        vm.name(), new VmDefined(vm.name().value(), vm.host().asHost(), vm.configuration()));
    return vm;
  }

  private void leave(Vm vm) {
    if (vm.power() instanceof Power.Running) {
      throw ProblemException.conflict(
          "vm-running", vm.name() + " runs on " + vm.host() + "; migrate it instead");
    }
    chronicle.vm(vm.name(), new VmRemoved(vm.host().asHost()));
  }

  private void drop(Vm vm) {
    vms.remove(vm.name());
    chronicle.vm(vm.name(), new VmRemoved(vm.host().asHost()));
  }

  private <T> T locked(Supplier<T> action) {
    lock.lock();
    try {
      return action.get();
    } finally {
      lock.unlock();
    }
  }

  private void whileLocked(Runnable action) {
    lock.lock();
    try {
      action.run();
    } finally {
      lock.unlock();
    }
  }
}
