package dev.tagout.lab.bench;

import dev.tagout.lab.fleet.Api;
import dev.tagout.lab.fleet.Domains;
import dev.tagout.lab.fleet.Facts;
import dev.tagout.lab.fleet.Fleet;
import dev.tagout.lab.fleet.LibvirtFleet;
import dev.tagout.lab.fleet.LibvirtHook;
import dev.tagout.lab.fleet.SimulatorFleet;
import dev.tagout.lab.fleet.Verdicts;
import dev.tagout.lab.infrastructure.Checkout;
import dev.tagout.lab.world.Ports;
import dev.tagout.lab.world.Program;
import dev.tagout.lab.world.World;
import dev.tagout.lab.world.WorldSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/** One thing to measure, on a world of its own. */
public enum Benchmark {
  /** What the start hook and the gate add to {@code virsh start}. */
  start {
    @Override
    List<Sample.Row> measure(Stage stage) throws InterruptedException {
      return new StartBenchmark(stage).measure();
    }
  },

  /** From an event on Kafka to the verdict on Kafka. */
  verdict {
    @Override
    List<Sample.Row> measure(Stage stage) throws InterruptedException {
      return new VerdictBenchmark(stage).measure();
    }
  },

  /** How long a VM that was started around the hook runs. */
  exposure {
    @Override
    List<Sample.Row> measure(Stage stage) throws InterruptedException {
      return new ExposureBenchmark(stage).measure();
    }
  },

  /** How many findings a second reach a receiver, and how a backlog is worked off. */
  exporter {
    @Override
    List<Sample.Row> measure(Stage stage) throws InterruptedException {
      return new ExporterBenchmark(stage).measure();
    }

    @Override
    String unit() {
      return "findings a second";
    }
  };

  /** What its numbers are. */
  String unit() {
    return "milliseconds";
  }

  abstract List<Sample.Row> measure(Stage stage) throws InterruptedException;

  /** Where a measurement is made. */
  record Stage(Checkout checkout, Path data) {
    private WorldSettings settings() {
      // No limit: the measurement stops more VMs, and one more often, than a careful site would.
      return WorldSettings.in(checkout, Ports.free())
          .withData(data.resolve(UUID.randomUUID().toString()))
          .with("TAGOUT_REMEDIATION_LIMITS_ACTIONS", "100000")
          .with("TAGOUT_REMEDIATION_BREAKER_AT_LEAST", "100000")
          .with("TAGOUT_REMEDIATION_LOOP_ROUNDS", "100000");
    }

    World onSimulator() {
      return World.start(settings());
    }

    World onLibvirt() throws InterruptedException {
      Domains.requireLibvirt();
      return World.start(settings().withoutSimulator().with(LibvirtFleet.hypervisor()));
    }

    Fleet simulatorFleet(World world) throws InterruptedException {
      return new SimulatorFleet(new Api(world.url(Program.SIMULATOR)));
    }

    Fleet libvirtFleet(World world) throws InterruptedException {
      return new LibvirtFleet(
          LibvirtHook.install(
              LibvirtHook.DEMO,
              checkout.root(),
              data,
              world.url(Program.POLICY_EVALUATION),
              LibvirtFleet.HOST),
          data);
    }

    Facts facts(World world) {
      return new Facts(
          new Api(world.url(Program.COLLECTOR)), new Api(world.url(Program.POLICY_EVALUATION)));
    }

    Verdicts verdicts(World world) {
      return new Verdicts(
          new Api(world.url(Program.POLICY_EVALUATION)), new Api(world.url(Program.REMEDIATION)));
    }
  }
}
