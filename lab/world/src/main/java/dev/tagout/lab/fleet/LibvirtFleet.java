package dev.tagout.lab.fleet;

import dev.tagout.lab.world.WorldException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The story's VMs as real domains on this machine's libvirt, on one host that is internal. They are
 * QEMU without a guest, defined and removed here; nothing else on the host is touched.
 */
public final class LibvirtFleet implements Fleet {
  public static final String HOST = "demo";
  public static final String URI = "qemu:///system";

  /** Every VM of the story, so that the collector can be told of them before they are defined. */
  static final List<String> VMS = List.of("web-01", "db-01", "kiosk-01", "vault-02");

  private final LibvirtHook hook;
  private final Path data;
  private final Map<String, UUID> defined = new LinkedHashMap<>();

  public LibvirtFleet(LibvirtHook hook, Path data) {
    this.hook = hook;
    this.data = data;
  }

  /**
   * @throws WorldException when there is no libvirt to tell the story on
   */
  public static void requireLibvirt() throws InterruptedException {
    try {
      Shell.Result version = Shell.run("virsh", "-c", URI, "version", "--daemon");
      if (!version.isOk()) {
        throw new WorldException("libvirt does not answer at " + URI + ": " + version.output());
      }
    } catch (UncheckedIOException e) {
      throw new WorldException("virsh is not installed (Debian: libvirt-clients)");
    }
  }

  /** The same each time, so that what a broken-off story left behind is found. */
  public static UUID uuid(String vm) {
    return UUID.nameUUIDFromBytes((LibvirtHook.PREFIX + vm).getBytes(StandardCharsets.UTF_8));
  }

  public static String uuids() {
    return VMS.stream().map(vm -> uuid(vm).toString()).collect(Collectors.joining(","));
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
    undefine(vm);
    Path xml = data.resolve(vm + ".xml");
    try {
      Files.writeString(
          xml,
          """
          <domain type='qemu'>
            <name>%s</name>
            <uuid>%s</uuid>
            <memory unit='MiB'>32</memory>
            <vcpu>1</vcpu>
            <os><type arch='x86_64'>hvm</type></os>
            <devices><memballoon model='none'/></devices>
          </domain>
          """
              .formatted(name(vm), uuid(vm)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Shell.require("virsh", "-q", "-c", URI, "define", xml.toString());
    defined.put(vm, uuid(vm));
  }

  @Override
  public void move(String vm, Place place) {
    throw new UnsupportedOperationException("there is one host");
  }

  @Override
  public Start start(String vm) throws InterruptedException {
    Shell.Result result = Shell.run("virsh", "-q", "-c", URI, "start", name(vm));
    return new Start(result.isOk(), "$ virsh start " + name(vm) + "\n" + result.output());
  }

  @Override
  public void stop(String vm) throws InterruptedException {
    Shell.require("virsh", "-q", "-c", URI, "destroy", name(vm));
  }

  @Override
  public boolean runs(String vm) throws InterruptedException {
    return Shell.require("virsh", "-q", "-c", URI, "domstate", name(vm)).startsWith("running");
  }

  @Override
  public void hook(boolean present) {
    if (present) {
      hook.put();
    } else {
      hook.remove();
    }
  }

  @Override
  public void close() {
    try {
      for (String vm : defined.keySet()) {
        undefine(vm);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      hook.close();
    }
  }

  /** Also when it runs, and when there is none. */
  private static void undefine(String vm) throws InterruptedException {
    Shell.run("virsh", "-q", "-c", URI, "destroy", name(vm));
    Shell.run("virsh", "-q", "-c", URI, "undefine", name(vm));
  }

  private static String name(String vm) {
    return LibvirtHook.PREFIX + vm;
  }
}
