package dev.tagout.lab.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.lab.fleet.Domains;
import dev.tagout.lab.fleet.Facts;
import dev.tagout.lab.fleet.Fleet;
import dev.tagout.lab.fleet.Fleet.Place;
import dev.tagout.lab.fleet.UnexpectedException;
import dev.tagout.lab.fleet.Verdicts;
import dev.tagout.lab.world.World;
import dev.tagout.lab.world.WorldException;
import java.util.ArrayList;
import java.util.List;

/**
 * A restricted VM on a host of a lower tier, started while the hook is missing: from the start that
 * the hypervisor reports until remediation has seen that it is off.
 */
final class ExposureBenchmark {
  private static final int WARM_UP = 5;
  private static final int ROUNDS = 30;
  private static final String VM = "vault-02";

  private final Benchmark.Stage stage;

  ExposureBenchmark(Benchmark.Stage stage) {
    this.stage = stage;
  }

  List<Sample.Row> measure() throws InterruptedException {
    List<Sample.Row> rows = new ArrayList<>();
    try (World world = stage.onSimulator();
        Fleet fleet = stage.simulatorFleet(world)) {
      rows.add(exposure("exposure of a bypass on the simulator", world, fleet));
    }
    try {
      Domains.requireLibvirt();
    } catch (WorldException e) {
      System.err.println("left out, exposure on libvirt: " + e.getMessage());
      return rows;
    }
    try (World world = stage.onLibvirt();
        Fleet fleet = stage.libvirtFleet(world)) {
      rows.add(exposure("exposure of a bypass on libvirt (QEMU, TCG)", world, fleet));
    }
    return rows;
  }

  private Sample.Row exposure(String name, World world, Fleet fleet) throws InterruptedException {
    Sample sample = new Sample(name);
    Facts facts = stage.facts(world);
    Verdicts verdicts = stage.verdicts(world);
    facts.assignHost(fleet.hostId(Place.INTERNAL), "internal");
    facts.harden(fleet.hostId(Place.INTERNAL));
    fleet.define(VM, Place.INTERNAL);
    facts.assignVm(fleet.vmId(VM), "restricted", "bench");
    verdicts.awaitOutcome(fleet.vmId(VM), "DENIED");
    fleet.hook(false);
    String last = "";
    for (int round = -WARM_UP; round < ROUNDS; round++) {
      Fleet.Start start = fleet.start(VM);
      UnexpectedException.unless(start.runs(), start.text());
      JsonNode run = verdicts.awaitRunAfter(last, fleet.vmId(VM), "succeeded");
      last = run.path("runId").asText();
      if (round >= 0) {
        sample.addMillis(run.path("exposureMillis").asDouble());
      }
      verdicts.await(
          fleet.vmId(VM), "off", verdict -> !verdict.path("placement").asText().equals("running"));
    }
    return sample.row();
  }
}
