package dev.tagout.lab.fleet;

import java.util.Map;

/**
 * The story's VMs on the simulator: {@code alpha} public, {@code bravo} internal, {@code charlie}
 * restricted.
 */
public final class SimulatorFleet implements Fleet {
  private final Api simulator;

  public SimulatorFleet(Api simulator) throws InterruptedException {
    this.simulator = simulator;
    for (Place place : Place.values()) {
      simulator.put("/v1/hosts/" + hostName(place), Map.of());
    }
  }

  @Override
  public boolean hasHostOf(Place place) {
    return true;
  }

  @Override
  public String hostName(Place place) {
    return switch (place) {
      case PUBLIC -> "alpha";
      case INTERNAL -> "bravo";
      case RESTRICTED -> "charlie";
    };
  }

  @Override
  public String hostId(Place place) {
    return "simulator:" + hostName(place);
  }

  @Override
  public String vmId(String vm) {
    return "simulator:" + vm;
  }

  @Override
  public void define(String vm, Place place) throws InterruptedException {
    simulator.put("/v1/vms/" + vm, Map.of("host", hostName(place)));
  }

  @Override
  public void move(String vm, Place place) throws InterruptedException {
    define(vm, place);
  }

  @Override
  public Start start(String vm) throws InterruptedException {
    Api.Answer answer = simulator.post("/v1/vms/" + vm + "/start");
    return new Start(answer.isOk(), answer.body().path("detail").asText());
  }

  @Override
  public void stop(String vm) throws InterruptedException {
    Api.Answer answer = simulator.post("/v1/vms/" + vm + "/stop");
    UnexpectedException.unless(answer.isOk(), vm + " was not stopped: " + answer.body());
  }

  @Override
  public boolean runs(String vm) throws InterruptedException {
    return simulator.get("/v1/vms/" + vm).body().path("state").asText().equals("running");
  }

  @Override
  public void hook(boolean present) throws InterruptedException {
    simulator.put("/v1/faults", Map.of("hook", present ? "present" : "missing"));
  }

  /** The simulator ends with the world. */
  @Override
  public void close() {}
}
