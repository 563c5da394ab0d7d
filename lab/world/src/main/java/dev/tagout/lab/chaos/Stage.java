package dev.tagout.lab.chaos;

import dev.tagout.lab.fleet.Api;
import dev.tagout.lab.infrastructure.Checkout;
import dev.tagout.lab.infrastructure.Database;
import dev.tagout.lab.world.Program;
import dev.tagout.lab.world.World;
import java.util.Map;
import java.util.TreeMap;

/** A world with the ways into it that a run and its checks need. */
record Stage(
    World world,
    Checkout checkout,
    Api collector,
    Api policy,
    Api remediation,
    Api simulator,
    Database policyDatabase,
    Database remediationDatabase) {

  static Stage of(World world, Checkout checkout) {
    return new Stage(
        world,
        checkout,
        new Api(world.url(Program.COLLECTOR)),
        new Api(world.url(Program.POLICY_EVALUATION)),
        new Api(world.url(Program.REMEDIATION)),
        new Api(world.url(Program.SIMULATOR)),
        world.postgres().database("tagout_policy"),
        world.postgres().database("tagout_remediation"));
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
