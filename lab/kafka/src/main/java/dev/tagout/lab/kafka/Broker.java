package dev.tagout.lab.kafka;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * Runs a broker that is its own controller, on loopback.
 *
 * <p>Prints {@code ready} once it serves. Ends cleanly on SIGTERM and when its standard input is
 * closed: whoever starts it holds the other end of a pipe, so that it never outlives them.
 */
public final class Broker {

  private static final int FAILED = 1;
  private static final int WRONG_USAGE = 2;

  private Broker() {}

  public static void main(String[] arguments) throws Exception {
    if (arguments.length != 3 && arguments.length != 5) {
      System.err.println(
          "usage: Broker PORT CONTROLLER-PORT DATA-DIRECTORY [DETOUR-PORT DETOUR-NAMED-PORT]");
      System.exit(WRONG_USAGE);
    }
    var settings =
        new BrokerSettings(
            Integer.parseInt(arguments[0]),
            Integer.parseInt(arguments[1]),
            Path.of(arguments[2]).toAbsolutePath(),
            detour(arguments));
    endWithStandardInput();
    format(settings);
    var server = new KafkaRaftServer(new KafkaConfig(settings.properties(), false), Time.SYSTEM);
    Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown, "shutdown"));
    start(server);
    System.out.println("ready");
    server.awaitShutdown();
  }

  private static Optional<BrokerSettings.Detour> detour(String[] arguments) {
    return arguments.length == 3
        ? Optional.empty()
        : Optional.of(
            new BrokerSettings.Detour(
                Integer.parseInt(arguments[3]), Integer.parseInt(arguments[4])));
  }

  private static void start(KafkaRaftServer server) {
    try {
      server.startup();
    } catch (RuntimeException e) {
      e.printStackTrace();
      // Its threads would run on, and an orderly end waits for what never began.
      Runtime.getRuntime().halt(FAILED);
    }
  }

  private static void format(BrokerSettings settings) throws Exception {
    if (Files.exists(settings.data().resolve("meta.properties"))) {
      return;
    }
    Files.createDirectories(settings.data());
    new Formatter()
        .setPrintStream(System.err)
        .setNodeId(BrokerSettings.NODE_ID)
        .setClusterId(Uuid.randomUuid().toString())
        .setControllerListenerName(BrokerSettings.CONTROLLER_LISTENER)
        .setMetadataLogDirectory(settings.data().toString())
        .addDirectory(settings.data().toString())
        .run();
  }

  private static void endWithStandardInput() {
    Thread.ofPlatform()
        .daemon()
        .name("standard-input")
        .start(
            () -> {
              awaitEndOfInput();
              System.exit(0);
            });
  }

  private static void awaitEndOfInput() {
    try {
      while (System.in.read() >= 0) {
        continue;
      }
    } catch (IOException e) {
      System.err.println("standard input: " + e.getMessage());
    }
  }
}
