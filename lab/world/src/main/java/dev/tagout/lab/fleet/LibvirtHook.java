package dev.tagout.lab.fleet;

import dev.tagout.lab.world.WorldException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * The start hook, for the VMs of one command alone. The real hook is installed beside its data;
 * libvirt gets a few lines that call it for VMs whose name begins with that command's prefix and
 * let every other VM of the host start as if nothing were there.
 */
public final class LibvirtHook implements AutoCloseable {
  /** The command that tells the story. */
  public static final String DEMO = "demo";

  private static final Path HOOKS = Path.of("/etc/libvirt/hooks/qemu.d");
  private static final Path SITES_OWN = HOOKS.resolve("50-tagout");

  private final String command;
  private final Path data;
  private final boolean madeDirectory = !Files.exists(HOOKS);

  private LibvirtHook(String command, Path data) {
    this.command = command;
    this.data = data;
  }

  /** With what the names of the VMs begin that a command has on libvirt. */
  public static String prefix(String command) {
    return "tagout-" + command + "-";
  }

  /**
   * Installs it.
   *
   * @param command whose VMs it is for
   * @param host the name of the hypervisor that this host is
   * @throws WorldException when this host has a start hook of Tagout's already
   */
  public static LibvirtHook install(String command, Path checkout, Path data, URI gate, String host)
      throws InterruptedException {
    if (Files.exists(SITES_OWN)) {
      throw new WorldException(
          "This host has Tagout's start hook already, and its gate would be asked about these VMs: "
              + SITES_OWN);
    }
    setUp(checkout, data, gate, host);
    LibvirtHook hook = new LibvirtHook(command, data);
    try {
      hook.put();
      reload();
    } catch (InterruptedException | RuntimeException e) {
      hook.close();
      throw e;
    }
    return hook;
  }

  /** The same, for a host that decides by tickets while the gate is away. */
  public static LibvirtHook installWithTickets(
      String command, Path checkout, Path data, URI gate, String host, Path ticketKey)
      throws InterruptedException {
    LibvirtHook hook = install(command, checkout, data, gate, host);
    try {
      setUp(
          checkout,
          data,
          gate,
          host,
          "--ticket-key",
          ticketKey.toString(),
          "--tickets-dir",
          data.resolve("tickets-of-host").toString(),
          // Not systemd's own: whoever wants tickets here fetches them.
          "--units-dir",
          data.resolve("units").toString());
    } catch (InterruptedException | RuntimeException e) {
      hook.close();
      throw e;
    }
    return hook;
  }

  private static void setUp(Path checkout, Path data, URI gate, String host, String... more)
      throws InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                checkout.resolve("deploy/libvirt/install").toString(),
                "--gate",
                gate.toString(),
                "--host",
                host,
                "--hooks-dir",
                data.resolve("hooks").toString(),
                "--conf",
                data.resolve("hook.conf").toString(),
                "--state-dir",
                data.resolve("hook-state").toString(),
                "--no-reload"));
    command.addAll(List.of(more));
    Shell.require(command.toArray(String[]::new));
  }

  /** Tells what was decided by tickets, and fetches new ones, as the timer of a host does. */
  void exchangeTickets() throws InterruptedException {
    Shell.require(exchange());
  }

  /** The same, where the gate may be away, and tells whether it was not. */
  public boolean triesToExchangeTickets() throws InterruptedException {
    return Shell.run(exchange()).isOk();
  }

  private String[] exchange() {
    return new String[] {data.resolve("hooks/qemu.d/50-tagout").toString(), "", "tagout-tickets"};
  }

  /** Whether a start waits for the gate's answer. */
  boolean isAsking() {
    try (var asking = Files.newDirectoryStream(data.resolve("hook-state"), "ask.*")) {
      return asking.iterator().hasNext();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Takes it away, or puts it back. */
  public void set(boolean present) {
    if (present) {
      put();
    } else {
      remove();
    }
  }

  private void put() {
    String script =
        """
        #!/bin/sh
        # Put here by `tagout %s`, which takes it away again. Asks about its own VMs only.
        case $1 in
        %s*) exec '%s' "$@" ;;
        esac
        """
            .formatted(
                command,
                prefix(command),
                data.resolve("hooks/qemu.d/50-tagout").toString().replace("'", "'\\''"));
    try {
      Files.createDirectories(HOOKS);
      Path made = Files.createTempFile(HOOKS.getParent(), ".tagout-" + command, null);
      Files.writeString(made, script);
      Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwxr-xr-x"));
      Files.move(made, ours(), java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new WorldException("The start hook cannot be installed (root is needed): " + e);
    }
  }

  private Path ours() {
    return HOOKS.resolve("60-tagout-" + command);
  }

  private void remove() {
    try {
      Files.deleteIfExists(ours());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Libvirt sees a hook that was not there when it started only after this. */
  private static void reload() throws InterruptedException {
    boolean reloaded =
        Shell.run("sh", "-c", "[ -d /run/systemd/system ] && systemctl reload libvirtd").isOk()
            || Shell.run("sh", "-c", "kill -HUP \"$(cat /run/libvirtd.pid)\"").isOk();
    if (!reloaded) {
      throw new WorldException("libvirtd could not be told to look for hooks (kill -HUP)");
    }
  }

  @Override
  public void close() {
    remove();
    if (madeDirectory) {
      try {
        Files.deleteIfExists(HOOKS);
      } catch (IOException e) {
        // Somebody else has put a hook there meanwhile.
      }
    }
  }
}
