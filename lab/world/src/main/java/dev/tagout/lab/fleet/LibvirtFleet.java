package dev.tagout.lab.fleet;

import dev.tagout.lab.world.Hypervisor;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/**
 * The story's VMs as real domains on this machine's libvirt, on one host that is internal. They are
 * defined and removed here; nothing else on the host is touched.
 */
public final class LibvirtFleet implements Fleet {
  public static final String HOST = "demo";

  private static final String PREFIX = LibvirtHook.prefix(LibvirtHook.DEMO);

  /** Every VM of the story, so that the collector can be told of them before they are defined. */
  private static final List<String> VMS = List.of("web-01", "db-01", "kiosk-01", "vault-02");

  private final LibvirtHook hook;
  private final Domains domains;

  public LibvirtFleet(LibvirtHook hook, Path data) {
    this.hook = hook;
    this.domains = new Domains(PREFIX, data);
  }

  /** This machine's libvirt, of which nothing but the story's VMs is looked at. */
  public static Hypervisor hypervisor() {
    return Hypervisor.libvirt(HOST + "=" + Domains.URI).with("only", Domains.uuids(PREFIX, VMS));
  }

  public static UUID uuid(String vm) {
    return Domains.uuid(PREFIX, vm);
  }

  @Override
  public boolean hasHostOf(Place place) {
    return place == Place.INTERNAL;
  }

  @Override
  public String hostName(Place place) {
    return HOST;
  }

  @Override
  public String hostId(Place place) {
    return "libvirt:" + HOST;
  }

  @Override
  public String vmId(String vm) {
    return "libvirt:" + uuid(vm);
  }

  @Override
  public void define(String vm, Place place) throws InterruptedException {
    domains.define(vm);
  }

  @Override
  public void move(String vm, Place place) {
    throw new UnsupportedOperationException("there is one host");
  }

  @Override
  public Start start(String vm) throws InterruptedException {
    return domains.start(vm);
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
  public void close() {
    try {
      domains.close();
    } finally {
      hook.close();
    }
  }
}
