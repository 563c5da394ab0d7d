package dev.tagout.hypervisor.libvirt;

import static org.awaitility.Awaitility.await;

import dev.tagout.contracts.id.VmId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A real libvirt with QEMU, driven by {@code virsh}. Makes VMs without an operating system, with
 * names of its own, and takes away these and nothing else.
 */
final class LibvirtDaemon implements AutoCloseable {
  /** Names the URI, such as {@code qemu:///system}; without it nothing of this is tested. */
  static final String VARIABLE = "TAGOUT_TEST_LIBVIRT";

  private static final Path PID_FILE = Path.of("/run/libvirtd.pid");
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Map<VmId, Vm> vms = new LinkedHashMap<>();

  /** A VM of the test. */
  record Vm(VmId id, String name) {
    String uuid() {
      return id.nativeId();
    }
  }

  static String uri() {
    return System.getenv(VARIABLE);
  }

  Vm define() {
    Vm vm = newVm();
    redefine(vm, "internal");
    return vm;
  }

  void redefine(Vm vm, String tier) {
    virshWith(xml(vm, tier), "define");
  }

  /** A VM without a definition: it is gone when it stops. */
  Vm createTransient() {
    Vm vm = newVm();
    virshWith(xml(vm, "internal"), "create");
    return vm;
  }

  void start(Vm vm) {
    virsh("start", vm.uuid());
  }

  void destroy(Vm vm) {
    virsh("destroy", vm.uuid());
  }

  String instance(Vm vm) {
    return virsh("domid", vm.uuid());
  }

  /** libvirt's output for one command, which must succeed. */
  String virsh(String... command) {
    List<String> line = new ArrayList<>(List.of("virsh", "-q", "-c", uri()));
    line.addAll(List.of(command));
    Result result = run(line);
    if (result.status() != 0) {
      throw new AssertionError(String.join(" ", line) + ": " + result.output());
    }
    return result.output().strip();
  }

  /** Whether this test may end libvirtd and start it: a daemon of this machine, and we are root. */
  static boolean mayRestart() {
    return "qemu:///system".equals(uri())
        && "root".equals(System.getProperty("user.name"))
        && Files.isReadable(PID_FILE);
  }

  /** VMs run on. */
  void stopDaemon() {
    ProcessHandle daemon = daemon();
    daemon.destroy();
    await("libvirtd ends").atMost(PATIENCE).until(() -> !daemon.isAlive());
  }

  void startDaemon() {
    run(List.of("libvirtd", "-d"));
    await("libvirtd answers")
        .atMost(PATIENCE)
        .until(() -> run(List.of("virsh", "-c", uri(), "version")).status() == 0);
  }

  /** Ends the VM's process behind libvirt's back. */
  void killQemu(Vm vm) {
    ProcessHandle qemu =
        ProcessHandle.of(
                Long.parseLong(read(Path.of("/run/libvirt/qemu", vm.name() + ".pid")).strip()))
            .orElseThrow();
    qemu.destroyForcibly();
    await("QEMU of " + vm.name() + " ends").atMost(PATIENCE).until(() -> !qemu.isAlive());
  }

  @Override
  public void close() {
    if (mayRestart() && !daemon().isAlive()) {
      startDaemon();
    }
    for (Vm vm : vms.values()) {
      run(List.of("virsh", "-c", uri(), "destroy", vm.uuid()));
      run(List.of("virsh", "-c", uri(), "undefine", "--managed-save", vm.uuid()));
    }
  }

  private static ProcessHandle daemon() {
    return ProcessHandle.of(Long.parseLong(read(PID_FILE).strip())).orElseThrow();
  }

  private Vm newVm() {
    UUID uuid = UUID.randomUUID();
    Vm vm =
        new Vm(VmId.of("libvirt", uuid.toString()), "tagout-it-" + uuid.toString().substring(0, 8));
    vms.put(vm.id(), vm);
    return vm;
  }

  private static String xml(Vm vm, String tier) {
    return """
    <domain type='qemu'>
      <name>%s</name>
      <uuid>%s</uuid>
      <metadata>
        <t:vm xmlns:t='%s'><t:tier>%s</t:tier></t:vm>
      </metadata>
      <memory unit='MiB'>64</memory>
      <os><type arch='x86_64' machine='pc'>hvm</type></os>
      <devices>
        <emulator>/usr/bin/qemu-system-x86_64</emulator>
        <controller type='usb' model='none'/>
        <memballoon model='none'/>
        <interface type='user'><mac address='52:54:00:7a:60:01'/></interface>
      </devices>
    </domain>
    """
        .formatted(vm.name(), vm.uuid(), DomainXml.NAMESPACE, tier);
  }

  private void virshWith(String xml, String command) {
    try {
      Path file = Files.createTempFile("tagout-it", ".xml");
      try {
        Files.writeString(file, xml);
        virsh(command, file.toString());
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record Result(int status, String output) {}

  private static Result run(List<String> command) {
    try {
      Path output = Files.createTempFile("tagout-it", ".out");
      try {
        // Not through a pipe: a daemon would keep its end open.
        Process process =
            new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        int status = process.waitFor();
        return new Result(status, Files.readString(output, StandardCharsets.UTF_8));
      } finally {
        Files.delete(output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted at " + command, e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
