package dev.tagout.lab.chaos;

import dev.tagout.lab.fleet.Domains;
import dev.tagout.lab.fleet.LibvirtHook;
import dev.tagout.lab.world.Hypervisor;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Real domains on this machine's libvirt, with the real start hook. While the gate is away the hook
 * decides by tickets, which are exchanged as the timer of a host does, only more often.
 */
final class LibvirtMachines implements Machines, AutoCloseable {
  private static final String COMMAND = "chaos";
  private static final String PREFIX = LibvirtHook.prefix(COMMAND);
  private static final Duration EXCHANGE_EVERY = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final LibvirtHook hook;
  private final Domains domains;
  private final Thread exchange;

  private LibvirtMachines(LibvirtHook hook, Domains domains) {
    this.hook = hook;
    this.domains = domains;
    this.exchange =
        Thread.ofVirtual().name("ticket-exchange").unstarted(this::exchangeTicketsAgainAndAgain);
  }

  /** This machine's libvirt, of which nothing but the VMs of the run is looked at. */
  static Hypervisor hypervisor() {
    return Hypervisor.libvirt(Cast.LIBVIRT_HOST + "=" + Domains.URI)
        .with("only", Domains.uuids(PREFIX, Cast.LIBVIRT_VMS));
  }

  static String id(String vm) {
    return "libvirt:" + Domains.uuid(PREFIX, vm);
  }

  /**
   * Puts the hook and the VMs there; both go with {@link #close()}.
   *
   * @param data a directory of its own
   * @param gate where the hook asks
   * @param ticketKey by which it knows tickets for the gate's
   */
  static LibvirtMachines install(Path checkout, Path data, URI gate, Path ticketKey)
      throws InterruptedException {
    LibvirtHook hook =
        LibvirtHook.installWithTickets(COMMAND, checkout, data, gate, Cast.LIBVIRT_HOST, ticketKey);
    LibvirtMachines machines = new LibvirtMachines(hook, new Domains(PREFIX, data));
    try {
      for (String vm : Cast.LIBVIRT_VMS) {
        machines.domains.define(vm);
      }
      machines.exchange.start();
    } catch (InterruptedException | RuntimeException e) {
      machines.close();
      throw e;
    }
    return machines;
  }

  private void exchangeTicketsAgainAndAgain() {
    try {
      while (true) {
        hook.triesToExchangeTickets();
        Thread.sleep(EXCHANGE_EVERY);
      }
    } catch (InterruptedException e) {
      // Closed.
    }
  }

  /** There is one host, and all of them are there. */
  @Override
  public void define(String vm, String host) {}

  @Override
  public Optional<Running> start(String vm) throws InterruptedException {
    if (!domains.start(vm).runs()) {
      return Optional.empty();
    }
    return domains.run(vm).map(id -> new Running(Cast.LIBVIRT_HOST, id));
  }

  @Override
  public Optional<Running> migrate(String vm, String to) {
    return Optional.empty();
  }

  @Override
  public void stop(String vm) throws InterruptedException {
    domains.destroy(vm);
  }

  @Override
  public boolean runs(String vm) throws InterruptedException {
    return domains.runs(vm);
  }

  @Override
  public void hook(boolean present) {
    hook.set(present);
  }

  @Override
  public void heal() throws InterruptedException {
    hook.set(true);
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!hook.triesToExchangeTickets()) {
      if (System.nanoTime() > end) {
        throw new ChaosException("What was decided by tickets cannot be told to the gate");
      }
      TimeUnit.SECONDS.sleep(1);
    }
  }

  @Override
  public Map<String, Truth> all() throws InterruptedException {
    Map<String, Truth> all = new TreeMap<>();
    for (String vm : Cast.LIBVIRT_VMS) {
      all.put(id(vm), new Truth(Cast.id(Cast.LIBVIRT_HOST), domains.runs(vm), Optional.empty()));
    }
    return all;
  }

  @Override
  public void close() {
    exchange.interrupt();
    Farewell.undisturbed(
        () -> {
          exchange.join();
          try {
            domains.close();
          } finally {
            hook.close();
          }
        });
  }
}
