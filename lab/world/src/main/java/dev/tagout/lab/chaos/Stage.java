package dev.tagout.lab.chaos;

import dev.tagout.lab.fleet.Api;
import dev.tagout.lab.infrastructure.Checkout;
import dev.tagout.lab.infrastructure.Database;
import dev.tagout.lab.world.Program;
import dev.tagout.lab.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A world with the ways into it that a run and its checks need. */
record Stage(
    World world,
    Checkout checkout,
    Api collector,
    Api policy,
    Api remediation,
    SimulatedMachines simulator,
    Optional<LibvirtMachines> libvirt,
    Database policyDatabase,
    Database remediationDatabase) {

  /**
   * @param libvirt where there are VMs on libvirt, too
   */
  static Stage of(World world, Checkout checkout, Optional<LibvirtMachines> libvirt) {
    return new Stage(
        world,
        checkout,
        new Api(world.url(Program.COLLECTOR)),
        new Api(world.url(Program.POLICY_EVALUATION)),
        new Api(world.url(Program.REMEDIATION)),
        new SimulatedMachines(new Api(world.url(Program.SIMULATOR))),
        libvirt,
        world.postgres().database("tagout_policy"),
        world.postgres().database("tagout_remediation"));
  }

  /** All that VMs run on. */
  List<Machines> machines() {
    List<Machines> all = new ArrayList<>(List.of(simulator));
    libvirt.ifPresent(all::add);
    return all;
  }

  String kafka() {
    return world.kafka().bootstrapServers();
  }

  TopicReader topics() {
    return new TopicReader(kafka());
  }

  /** As the commands for people want it. */
  Map<String, String> ports() {
    Map<String, String> ports = new TreeMap<>();
    for (Program program : Program.values()) {
      ports.put(program.portVariable(), String.valueOf(world.url(program).getPort()));
    }
    return ports;
  }
}
