package dev.tagout.lab.kafka;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a broker needs to know; the rest is chosen for a small machine.
 *
 * @param port for clients
 * @param controllerPort for the controller's own listener; may be another one at the next start
 * @param data holds everything, and is formatted at the first start
 * @param detour for clients that come through a proxy
 */
record BrokerSettings(int port, int controllerPort, Path data, Optional<Detour> detour) {

  /**
   * A second listener for clients. A broker tells its clients where to connect to, so a proxy
   * before the first one would be used for the first connection only.
   *
   * @param port where it listens
   * @param namedPort which it tells its clients: the proxy's
   */
  record Detour(int port, int namedPort) {}

  static final int NODE_ID = 1;
  static final String CONTROLLER_LISTENER = "CONTROLLER";

  private static final String CLIENT_LISTENER = "CLIENT";
  private static final String DETOUR_LISTENER = "DETOUR";

  Map<String, String> properties() {
    var properties = new LinkedHashMap<String, String>();
    listen(properties);
    standAlone(properties);
    useLittle(properties);
    properties.put("log.dirs", data.toString());
    properties.put("auto.create.topics.enable", "false");
    return properties;
  }

  private void listen(Map<String, String> properties) {
    var client = CLIENT_LISTENER + "://127.0.0.1:" + port;
    var controller = CONTROLLER_LISTENER + "://127.0.0.1:" + controllerPort;
    properties.put("process.roles", "broker,controller");
    properties.put("node.id", String.valueOf(NODE_ID));
    properties.put("listeners", client + "," + controller + detour(Detour::port));
    properties.put("advertised.listeners", client + detour(Detour::namedPort));
    properties.put("inter.broker.listener.name", CLIENT_LISTENER);
    properties.put("controller.listener.names", CONTROLLER_LISTENER);
    properties.put(
        "listener.security.protocol.map",
        Stream.of(CLIENT_LISTENER, CONTROLLER_LISTENER, DETOUR_LISTENER)
            .map(listener -> listener + ":PLAINTEXT")
            .collect(Collectors.joining(",")));
    // Named here and not in the data, so that the port may change between two starts.
    properties.put("controller.quorum.voters", NODE_ID + "@127.0.0.1:" + controllerPort);
  }

  private String detour(ToIntFunction<Detour> port) {
    return detour.map(d -> "," + DETOUR_LISTENER + "://127.0.0.1:" + port.applyAsInt(d)).orElse("");
  }

  /** There is no second broker that could hold a replica, and no other member worth waiting for. */
  private static void standAlone(Map<String, String> properties) {
    properties.put("default.replication.factor", "1");
    properties.put("min.insync.replicas", "1");
    properties.put("offsets.topic.replication.factor", "1");
    properties.put("share.coordinator.state.topic.replication.factor", "1");
    properties.put("share.coordinator.state.topic.min.isr", "1");
    properties.put("transaction.state.log.replication.factor", "1");
    properties.put("transaction.state.log.min.isr", "1");
    properties.put("group.initial.rebalance.delay.ms", "0");
    // After a crash the controller takes the broker for the one before, until its session is over.
    properties.put("broker.session.timeout.ms", "3000");
    properties.put("broker.heartbeat.interval.ms", "500");
  }

  private static void useLittle(Map<String, String> properties) {
    properties.put("num.network.threads", "2");
    properties.put("num.io.threads", "2");
    properties.put("background.threads", "2");
    properties.put("num.recovery.threads.per.data.dir", "2");
    properties.put("offsets.topic.num.partitions", "4");
    properties.put("share.coordinator.state.topic.num.partitions", "4");
    properties.put("transaction.state.log.num.partitions", "4");
    properties.put("log.index.size.max.bytes", String.valueOf(1 << 20));
    // Taken from the heap as a whole; the default is 128 MiB.
    properties.put("log.cleaner.dedupe.buffer.size", String.valueOf(8 << 20));
  }
}
