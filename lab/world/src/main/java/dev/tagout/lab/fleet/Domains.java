package dev.tagout.lab.fleet;

import dev.tagout.lab.world.WorldException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Domains on this machine's libvirt, which are QEMU without a guest, and are removed at the end.
 * Nothing else on the host is touched. Safe for threads, if those of one domain take turns.
 */
public final class Domains implements AutoCloseable {
  public static final String URI = "qemu:///system";

  private final String prefix;
  private final Path data;
  private final Set<String> defined = ConcurrentHashMap.newKeySet();

  /**
   * @param prefix with which their names begin on libvirt
   * @param data a directory for their descriptions
   */
  public Domains(String prefix, Path data) {
    this.prefix = prefix;
    this.data = data;
  }

  /**
   * @throws WorldException when libvirt does not answer
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

  /** The same each time, so that what was left behind by one that was broken off is found. */
  public static UUID uuid(String prefix, String vm) {
    return UUID.nameUUIDFromBytes((prefix + vm).getBytes(StandardCharsets.UTF_8));
  }

  /** As the adapter's property {@code only} wants it. */
  public static String uuids(String prefix, List<String> vms) {
    return vms.stream().map(vm -> uuid(prefix, vm).toString()).collect(Collectors.joining(","));
  }

  /** Anew, whether it is there or not. */
  public void define(String vm) throws InterruptedException {
    undefine(vm);
    Path xml = data.resolve(vm + ".xml");
    try {
      Files.createDirectories(data);
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
              .formatted(name(vm), uuid(prefix, vm)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Shell.require(command("define", xml.toString()));
    defined.add(vm);
  }

  /** What a person who starts it gets to see. */
  public Fleet.Start start(String vm) throws InterruptedException {
    Shell.Result result = Shell.run(command("start", name(vm)));
    return new Fleet.Start(result.isOk(), "$ virsh start " + name(vm) + "\n" + result.output());
  }

  /** Off at once. Does nothing when it is off. */
  public void destroy(String vm) throws InterruptedException {
    Shell.run(command("destroy", name(vm)));
  }

  public boolean runs(String vm) throws InterruptedException {
    return Shell.require(command("domstate", name(vm))).startsWith("running");
  }

  /** By which libvirt knows this run of it; empty when it is off. */
  public Optional<String> run(String vm) throws InterruptedException {
    return Optional.of(Shell.require(command("domid", name(vm)))).filter(id -> !id.equals("-"));
  }

  @Override
  public void close() {
    try {
      for (String vm : defined) {
        undefine(vm);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Also when it runs, and when there is none. */
  private void undefine(String vm) throws InterruptedException {
    destroy(vm);
    Shell.run(command("undefine", name(vm)));
  }

  private String name(String vm) {
    return prefix + vm;
  }

  private static String[] command(String... words) {
    List<String> command = new ArrayList<>(List.of("virsh", "-q", "-c", URI));
    command.addAll(List.of(words));
    return command.toArray(String[]::new);
  }
}
