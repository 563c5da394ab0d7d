package dev.tagout.lab.demo;

import dev.tagout.lab.fleet.Api;
import dev.tagout.lab.fleet.Domains;
import dev.tagout.lab.fleet.Fleet;
import dev.tagout.lab.fleet.LibvirtFleet;
import dev.tagout.lab.fleet.LibvirtHook;
import dev.tagout.lab.fleet.SimulatorFleet;
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
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Tells the story on a world of its own, with data of its own under {@code .tagout/demo}, which
 * each telling begins anew. What the policies say is read from a copy that the story may edit.
 */
public final class Demo {

  /** Where the VMs of the story are. */
  public enum Stage {
    simulator,
    libvirt
  }

  private final Checkout checkout;
  private final Ports ports;
  private final Path data;
  private final PrintStream out;

  /**
   * @param data what is kept for one telling; the next one begins it anew
   */
  public Demo(Checkout checkout, Ports ports, Path data, PrintStream out) {
    this.checkout = checkout;
    this.ports = ports;
    this.data = data;
    this.out = out;
  }

  /**
   * Tells it.
   *
   * @param exit whether to come back after the last scene; else when the world ends
   * @return 0 when every scene went as expected, else 1
   * @throws WorldException when the world does not come up
   */
  public int tell(Stage stage, boolean exit) throws InterruptedException {
    long began = System.nanoTime();
    WorldSettings settings = on(stage, settings());
    PolicyCopy policies =
        PolicyCopy.of(checkout.root().resolve("policies"), settings.data().resolve("policies"));
    settings = settings.withPolicies(policies.directory());
    try (World world = new World(settings, out::println)) {
      Runtime.getRuntime().addShutdownHook(new Thread(world::close, "stop"));
      world.start();
      out.printf(
          Locale.ROOT,
          "tagout is ready after %.1f s  %s%n",
          (System.nanoTime() - began) / 1e9,
          world.urls());
      int unexpected = play(stage, world, policies, settings, began);
      if (unexpected > 0) {
        out.printf(
            "What the services say of it is in %s. On a machine that is busy with other things"
                + " answers may come too late; then it helps to try again.%n",
            checkout.root().relativize(data.resolve("logs")));
      }
      if (!exit) {
        out.println("The world stays up until Ctrl-C.");
        throw world.awaitFailure();
      }
      return unexpected == 0 ? 0 : 1;
    }
  }

  private int play(
      Stage stage, World world, PolicyCopy policies, WorldSettings settings, long began)
      throws InterruptedException {
    try (Fleet fleet = fleet(stage, world, settings.data())) {
      Thread takeAway = new Thread(fleet::close, "take away");
      Runtime.getRuntime().addShutdownHook(takeAway);
      Authoring authoring =
          new Authoring(
              checkout.root().resolve("policies"),
              settings.data().resolve("authoring"),
              new Api(world.url(Program.POLICY_EVALUATION)));
      Scenes scenes =
          new Scenes(
              world,
              fleet,
              policies,
              authoring,
              settings.tokens(),
              new Auditor(
                  checkout,
                  world.url(Program.POLICY_EVALUATION),
                  settings.recordKey().resolve("public.pem"),
                  data.resolveSibling("reports")));
      scenes.prepare();
      return new Story(out, began).play(scenes.all());
    }
  }

  private Fleet fleet(Stage stage, World world, Path data) throws InterruptedException {
    return switch (stage) {
      case simulator -> new SimulatorFleet(new Api(world.url(Program.SIMULATOR)));
      case libvirt ->
          new LibvirtFleet(
              LibvirtHook.install(
                  LibvirtHook.DEMO,
                  checkout.root(),
                  data,
                  world.url(Program.POLICY_EVALUATION),
                  LibvirtFleet.HOST),
              data);
    };
  }

  private WorldSettings on(Stage stage, WorldSettings settings) throws InterruptedException {
    return switch (stage) {
      case simulator -> settings;
      case libvirt -> {
        Domains.requireLibvirt();
        yield settings.withoutSimulator().with(LibvirtFleet.hypervisor());
      }
    };
  }

  /** The class archives stay, which make the next start quicker; everything else is old. */
  private WorldSettings settings() {
    List.of("kafka", "postgres", "policy", "policies", "authoring", "logs")
        .forEach(old -> delete(data.resolve(old)));
    return WorldSettings.in(checkout, ports).withData(data);
  }

  private static void delete(Path directory) {
    if (!Files.exists(directory)) {
      return;
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
