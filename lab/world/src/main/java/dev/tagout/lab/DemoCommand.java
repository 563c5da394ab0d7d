package dev.tagout.lab;

import dev.tagout.lab.demo.Demo;
import dev.tagout.lab.infrastructure.Checkout;
import dev.tagout.lab.world.Ports;
import dev.tagout.lab.world.WorldException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The story. */
@Command(
    name = "demo",
    description = "Brings up a world of its own and tells the story of Tagout, scene by scene.",
    sortOptions = false)
final class DemoCommand implements Callable<Integer> {

  @Option(
      names = "--hypervisor",
      paramLabel = "simulator|libvirt",
      description = "Where the VMs are; the simulator unless given.")
  private Demo.Stage stage = Demo.Stage.simulator;

  @Option(names = "--exit", description = "Stops after the last scene, instead of at Ctrl-C.")
  private boolean exit;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Says this.")
  private boolean help;

  DemoCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    try {
      var checkout = Checkout.current();
      var data = checkout.root().resolve(".tagout/demo");
      return new Demo(checkout, Ports.from(System.getenv()), data, System.out).tell(stage, exit);
    } catch (WorldException e) {
      System.err.println("tagout: " + e.getMessage());
      return 1;
    }
  }
}
