package dev.tagout.lab;

import dev.tagout.lab.infrastructure.Checkout;
import dev.tagout.lab.world.Hypervisor;
import dev.tagout.lab.world.Ports;
import dev.tagout.lab.world.SyslogTarget;
import dev.tagout.lab.world.World;
import dev.tagout.lab.world.WorldException;
import dev.tagout.lab.world.WorldSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The world, until Ctrl-C. */
@Command(
    name = "up",
    description = "Brings up the whole world, in the foreground; Ctrl-C stops it.",
    sortOptions = false)
final class UpCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Where everything is kept; .tagout/ beside this program unless given.")
  private Path data;

  @Option(
      names = "--libvirt",
      paramLabel = "NAME=URI",
      description = "A libvirt host, as a source and for power control. May be given many times.")
  private List<String> libvirt = List.of();

  @Option(
      names = "--policies",
      paramLabel = "DIR",
      description = "A policy directory; policies/ beside this program unless given.")
  private Path policies;

  @Option(
      names = "--site",
      paramLabel = "DIR",
      defaultValue = "${env:TAGOUT_POLICY_SITE}",
      description =
          "A directory with the site's own rules and parameters (tagout.policy.site);"
              + " $TAGOUT_POLICY_SITE unless given.")
  private Path site;

  @Option(
      names = "--syslog",
      paramLabel = "HOST:PORT[,KEY=VALUE...]",
      description =
          "Findings go there, too, over TLS: ca=FILE has who vouches for the receiver, else it is"
              + " who the JDK trusts. transport=tcp: over plain TCP, which others on the way can"
              + " read. format=ocsf (the default), cef or leef. max-message-size=BYTES (8000): what"
              + " is longer is cut; 64000 when the receiver takes that.")
  private String syslog;

  @Option(names = "--no-simulator", description = "Without the simulated hypervisor.")
  private boolean withoutSimulator;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Says this.")
  private boolean help;

  UpCommand() {}

  @Override
  public Integer call() {
    try {
      return run(settings());
    } catch (WorldException e) {
      System.err.println("tagout: " + e.getMessage());
      return 1;
    }
  }

  private WorldSettings settings() {
    var settings = WorldSettings.in(Checkout.current(), Ports.from(System.getenv()));
    if (data != null) {
      settings = settings.withData(data);
    }
    if (policies != null) {
      settings = settings.withPolicies(policies);
    }
    if (site != null && !site.toString().isEmpty()) {
      settings = settings.withSite(site);
    }
    if (withoutSimulator) {
      settings = settings.withoutSimulator();
    }
    if (syslog != null) {
      settings = settings.with(syslogTarget(syslog));
    }
    for (var host : libvirt) {
      settings = settings.with(libvirtHost(host));
    }
    return settings;
  }

  private Hypervisor libvirtHost(String nameAndUri) {
    try {
      return Hypervisor.libvirt(nameAndUri);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--libvirt: " + e.getMessage(), e);
    }
  }

  private SyslogTarget syslogTarget(String text) {
    try {
      return SyslogTarget.of(text);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--syslog: " + e.getMessage(), e);
    }
  }

  private static int run(WorldSettings settings) {
    try (var world = new World(settings, System.out::println)) {
      Runtime.getRuntime().addShutdownHook(new Thread(world::close, "stop"));
      world.start();
      System.out.println("tagout is ready  " + world.urls());
      throw world.awaitFailure();
    }
  }
}
