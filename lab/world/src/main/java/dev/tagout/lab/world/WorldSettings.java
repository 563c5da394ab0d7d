package dev.tagout.lab.world;

import dev.tagout.lab.infrastructure.Checkout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What a world is to be.
 *
 * @param data where everything is kept: data, logs, the policy bundle. One world at a time
 * @param policies the policy directory, built at the start and again when it changes
 * @param site the directory of a site's own rules and parameters, built in with the policies
 * @param libvirt hosts beside the simulator
 * @param environment for the services, over what they inherit from us
 * @param detours by which the services reach each other, Kafka and PostgreSQL, where not directly
 * @param own variables of one program alone, over those for all
 * @param secondGate whether there are two replicas of policy-evaluation
 */
public record WorldSettings(
    Checkout checkout,
    Ports ports,
    Path data,
    Path policies,
    Optional<Path> site,
    boolean withSimulator,
    List<Hypervisor> libvirt,
    Map<String, String> environment,
    Map<Program, Detour> detours,
    Map<Program, Map<String, String>> own,
    boolean secondGate) {

  /**
   * A proxy between the services and what they need.
   *
   * @param proxyPort where they are told to connect to
   * @param port where the proxy finds the program: its own port, but for Kafka, which listens there
   *     too and names the proxy's port to its clients
   */
  public record Detour(int proxyPort, int port) {}

  public WorldSettings {
    data = data.toAbsolutePath().normalize();
    policies = policies.toAbsolutePath().normalize();
    site = site.map(directory -> directory.toAbsolutePath().normalize());
    libvirt = List.copyOf(libvirt);
    environment = Map.copyOf(environment);
    detours = Map.copyOf(detours);
    own = Map.copyOf(own);
  }

  /** With the tree's own policies, the simulator, and data under {@code .tagout/}. */
  public static WorldSettings in(Checkout checkout, Ports ports) {
    return new WorldSettings(
        checkout,
        ports,
        checkout.root().resolve(".tagout"),
        checkout.root().resolve("policies"),
        Optional.empty(),
        true,
        List.of(),
        Map.of(),
        Map.of(),
        Map.of(),
        false);
  }

  public WorldSettings withData(Path other) {
    return changed(draft -> draft.data = other);
  }

  public WorldSettings withPolicies(Path other) {
    return changed(draft -> draft.policies = other);
  }

  public WorldSettings withSite(Path directory) {
    return changed(draft -> draft.site = Optional.of(directory));
  }

  public WorldSettings withoutSimulator() {
    return changed(draft -> draft.withSimulator = false);
  }

  public WorldSettings with(Hypervisor host) {
    return changed(draft -> draft.libvirt.add(host));
  }

  public WorldSettings with(String variable, String value) {
    return changed(draft -> draft.environment.put(variable, value));
  }

  /** With a receiver that the exporter tells of findings, beside its file. */
  public WorldSettings with(SyslogTarget target) {
    return changed(draft -> draft.environment.putAll(target.asEnvironment()));
  }

  /** With proxies that somebody else runs. */
  public WorldSettings withDetours(Map<Program, Detour> others) {
    return changed(draft -> draft.detours = others);
  }

  /** With variables that one program alone is given. */
  public WorldSettings withOwn(Map<Program, Map<String, String>> variables) {
    return changed(draft -> draft.own = variables);
  }

  /** With two replicas of policy-evaluation. */
  public WorldSettings withSecondGate() {
    return changed(draft -> draft.secondGate = true);
  }

  private WorldSettings changed(Consumer<Draft> change) {
    var draft = new Draft();
    change.accept(draft);
    return new WorldSettings(
        checkout,
        ports,
        draft.data,
        draft.policies,
        draft.site,
        draft.withSimulator,
        draft.libvirt,
        draft.environment,
        draft.detours,
        draft.own,
        draft.secondGate);
  }

  /** These settings, of which one is about to be another. */
  private final class Draft {
    Path data = WorldSettings.this.data;
    Path policies = WorldSettings.this.policies;
    Optional<Path> site = WorldSettings.this.site;
    boolean withSimulator = WorldSettings.this.withSimulator;
    List<Hypervisor> libvirt = new ArrayList<>(WorldSettings.this.libvirt);
    Map<String, String> environment = new TreeMap<>(WorldSettings.this.environment);
    Map<Program, Detour> detours = WorldSettings.this.detours;
    Map<Program, Map<String, String>> own = WorldSettings.this.own;
    boolean secondGate = WorldSettings.this.secondGate;
  }

  Path log(String name) {
    return data.resolve("logs").resolve(name + ".log");
  }

  /** Where the tokens of the local users are, one file each. */
  public Path tokens() {
    return data.resolve("tokens");
  }

  /** Where the keys are that the record is signed by, and checked by. */
  public Path recordKey() {
    return data.resolve("record-key");
  }

  /** The public key by which tickets of this world are verified. */
  public Path ticketKey() {
    return KeyPairFiles.publicKey(tickets());
  }

  /** Where the exporter of this world writes findings, one a line. */
  public Path findings() {
    return data.resolve("findings").resolve("findings.jsonl");
  }

  Path tickets() {
    return data.resolve("tickets");
  }

  Path bundle() {
    return data.resolve("policy").resolve("bundle.tar.gz");
  }

  /** See {@link dev.tagout.lab.infrastructure.JavaCommand#classArchive()}. */
  Path classArchives() {
    return data.resolve("cds");
  }

  List<Hypervisor> hypervisors() {
    return withSimulator
        ? Stream.concat(
                Stream.of(Hypervisor.simulator(ports.of(Program.SIMULATOR))), libvirt.stream())
            .toList()
        : libvirt;
  }
}
