package dev.tagout.lab.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.lab.fleet.Api;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The simulator's. */
final class SimulatedMachines implements Machines {
  private static final long PAUSE_MILLIS = 200;

  private final Api simulator;

  SimulatedMachines(Api simulator) {
    this.simulator = simulator;
  }

  void addHost(String host) throws InterruptedException {
    simulator.put("/v1/hosts/" + host, Map.of());
  }

  @Override
  public void define(String vm, String host) throws InterruptedException {
    String owner = "team-" + Math.floorMod(vm.hashCode() + host.hashCode(), 5);
    simulator.put(path(vm), Map.of("host", host, "owner", owner));
  }

  @Override
  public Optional<Running> start(String vm) throws InterruptedException {
    return running(simulator.post(path(vm) + "/start"));
  }

  @Override
  public Optional<Running> migrate(String vm, String to) throws InterruptedException {
    return running(simulator.post(path(vm) + "/migrate?to=" + to));
  }

  private static Optional<Running> running(Api.Answer answer) {
    return Optional.of(answer)
        .filter(Api.Answer::isOk)
        .map(Api.Answer::body)
        .map(shown -> new Running(shown.path("host").asText(), shown.path("instance").asText()));
  }

  @Override
  public void stop(String vm) throws InterruptedException {
    simulator.post(path(vm) + "/stop");
  }

  @Override
  public boolean runs(String vm) throws InterruptedException {
    return isRunning(simulator.get(path(vm)).body());
  }

  private static boolean isRunning(JsonNode shown) {
    return shown.path("state").asText().equals("running");
  }

  @Override
  public void hook(boolean present) throws InterruptedException {
    set(Map.of("hook", present ? "present" : "missing"));
  }

  /** What happens to its event streams from now on. */
  void streams(String fault) throws InterruptedException {
    set(Map.of("events", fault));
  }

  @Override
  public void heal() throws InterruptedException {
    set(Map.of("hook", "present", "events", "normal"));
  }

  private void set(Map<String, String> faults) throws InterruptedException {
    while (true) {
      try {
        simulator.put("/v1/faults", faults);
        return;
      } catch (UncheckedIOException e) {
        Thread.sleep(PAUSE_MILLIS);
      }
    }
  }

  @Override
  public Map<String, Truth> all() throws InterruptedException {
    Map<String, Truth> all = new TreeMap<>();
    InventoryCheck.all(simulator, "/v1/vms")
        .forEach(
            (id, shown) ->
                all.put(
                    id,
                    new Truth(
                        Cast.id(shown.path("host").asText()),
                        isRunning(shown),
                        Optional.of(shown.path("configuration")))));
    return all;
  }

  private static String path(String vm) {
    return "/v1/vms/" + vm;
  }
}
