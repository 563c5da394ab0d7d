package dev.tagout.lab.bench;

import dev.tagout.lab.fleet.Facts;
import dev.tagout.lab.fleet.Fleet;
import dev.tagout.lab.fleet.Fleet.Place;
import dev.tagout.lab.fleet.UnexpectedException;
import dev.tagout.lab.fleet.Verdicts;
import dev.tagout.lab.world.World;
import java.time.Duration;
import java.util.List;

/**
 * {@code virsh start} of a VM that is fit, with the start hook and without it in turn, and of one
 * that is not fit.
 */
final class StartBenchmark {
  private static final int WARM_UP = 3;
  private static final int ROUNDS = 20;

  private final Benchmark.Stage stage;
  private final Sample without = new Sample("virsh start without the hook");
  private final Sample admitted = new Sample("virsh start admitted");
  private final Sample refused = new Sample("virsh start refused");
  private final Sample added = new Sample("added to an admitted start, pair by pair");

  StartBenchmark(Benchmark.Stage stage) {
    this.stage = stage;
  }

  List<Sample.Row> measure() throws InterruptedException {
    try (World world = stage.onLibvirt();
        Fleet fleet = stage.libvirtFleet(world)) {
      Facts facts = stage.facts(world);
      Verdicts verdicts = stage.verdicts(world);
      facts.assignHost(fleet.hostId(Place.INTERNAL), "internal");
      facts.harden(fleet.hostId(Place.INTERNAL));
      for (String vm : List.of("web-01", "db-01")) {
        fleet.define(vm, Place.INTERNAL);
        facts.assignVm(fleet.vmId(vm), "internal", "bench");
        facts.protect(fleet.vmId(vm));
      }
      facts.scan(fleet.vmId("web-01"), Duration.ZERO);
      verdicts.awaitOutcome(fleet.vmId("web-01"), "ALLOWED");
      verdicts.awaitOutcome(fleet.vmId("db-01"), "DENIED");
      for (int round = -WARM_UP; round < ROUNDS; round++) {
        round(fleet, round >= 0);
      }
    }
    return List.of(without.row(), admitted.row(), refused.row(), added.row());
  }

  private void round(Fleet fleet, boolean counts) throws InterruptedException {
    fleet.hook(false);
    long plain = start(fleet, "web-01", true);
    fleet.stop("web-01");
    fleet.hook(true);
    long asked = start(fleet, "web-01", true);
    fleet.stop("web-01");
    long denied = start(fleet, "db-01", false);
    if (counts) {
      without.addNanos(plain);
      admitted.addNanos(asked);
      refused.addNanos(denied);
      added.addNanos(asked - plain);
    }
  }

  private static long start(Fleet fleet, String vm, boolean expected) throws InterruptedException {
    long began = System.nanoTime();
    Fleet.Start start = fleet.start(vm);
    long took = System.nanoTime() - began;
    UnexpectedException.unless(start.runs() == expected, vm + ": " + start.text());
    return took;
  }
}
