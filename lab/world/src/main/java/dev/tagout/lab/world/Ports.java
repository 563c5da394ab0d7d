package dev.tagout.lab.world;

import dev.tagout.lab.infrastructure.Port;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** On which port of the loopback interface each program listens. */
public final class Ports {

  private final Map<Program, Integer> ports;

  private Ports(Map<Program, Integer> ports) {
    this.ports = Collections.unmodifiableMap(new EnumMap<>(ports));
  }

  /**
   * The ports that the environment names, and the usual ones for what it does not name.
   *
   * @throws WorldException when a variable holds no port, or two hold the same
   */
  public static Ports from(Map<String, String> environment) {
    var ports = new EnumMap<Program, Integer>(Program.class);
    for (var program : Program.values()) {
      var value = environment.get(program.portVariable());
      var port = value == null ? program.usualPort() : parse(program, value);
      var other = ports.entrySet().stream().filter(e -> e.getValue() == port).findFirst();
      if (other.isPresent()) {
        throw new WorldException(
            "Port %d is meant for both %s and %s: set %s or %s to another one."
                .formatted(
                    port,
                    other.get().getKey(),
                    program,
                    other.get().getKey().portVariable(),
                    program.portVariable()));
      }
      ports.put(program, port);
    }
    return new Ports(ports);
  }

  private static int parse(Program program, String value) {
    try {
      var port = Integer.parseInt(value);
      if (port > 0 && port <= 65535) {
        return port;
      }
    } catch (NumberFormatException e) {
      // The sentence below says it better.
    }
    throw new WorldException(
        "%s is no port: %s must be a number from 1 to 65535."
            .formatted(value, program.portVariable()));
  }

  /** Ports that nobody listens on now, for tests. */
  public static Ports free() {
    var ports = new EnumMap<Program, Integer>(Program.class);
    var used = new ArrayList<Integer>();
    for (var program : Program.values()) {
      int port;
      do {
        port = Port.free();
      } while (used.contains(port));
      used.add(port);
      ports.put(program, port);
    }
    return new Ports(ports);
  }

  public int of(Program program) {
    return ports.get(program);
  }

  /** As the programs are told. */
  Map<String, String> asEnvironment() {
    var environment = new TreeMap<String, String>();
    ports.forEach((program, port) -> environment.put(program.portVariable(), port.toString()));
    return environment;
  }
}
