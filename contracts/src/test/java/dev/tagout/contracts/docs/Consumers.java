package dev.tagout.contracts.docs;

import dev.tagout.contracts.topic.Topic;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Who reads which topic: as the settings of the services have it, in which a channel is a line. */
final class Consumers {
  private static final Pattern CHANNEL =
      Pattern.compile("mp\\.messaging\\.incoming\\.(.+)\\.topic");

  /** Topics that a service consumes without channels, with a group for each of its destinations. */
  private static final String OTHERS = "tagout.dead-letters.topics";

  /**
   * A channel of a service, or what it consumes without one.
   *
   * @param group of consumers, among which Kafka divides the partitions; of several groups a
   *     regular expression of their names
   * @param several whether there are several groups, each of which gets every record
   */
  record Consumer(String service, String topic, String group, boolean several) {}

  private Consumers() {}

  /** Those of a topic, in the order of their services' names. */
  static List<Consumer> of(Topic topic) throws IOException {
    Path services = Path.of(System.getProperty("tagout.root"), "services");
    List<Consumer> consumers = new ArrayList<>();
    try (Stream<Path> directories = Files.list(services)) {
      for (Path service : directories.sorted().toList()) {
        Path settings = service.resolve("src/main/resources/application.properties");
        if (Files.exists(settings)) {
          read(service.getFileName().toString(), settings, consumers);
        }
      }
    }
    return consumers.stream().filter(one -> one.topic().equals(topic.topicName())).toList();
  }

  private static void read(String service, Path settings, List<Consumer> consumers)
      throws IOException {
    Properties properties = new Properties();
    try (Reader in = Files.newBufferedReader(settings)) {
      properties.load(in);
    }
    for (String name : properties.stringPropertyNames()) {
      Matcher channel = CHANNEL.matcher(name);
      if (channel.matches()) {
        consumers.add(
            new Consumer(
                service,
                properties.getProperty(name),
                properties.getProperty("mp.messaging.incoming." + channel.group(1) + ".group.id"),
                false));
      }
    }
    if (properties.containsKey(OTHERS)) {
      String groups = "^" + properties.getProperty("quarkus.application.name") + "-.+$";
      for (String topic : properties.getProperty(OTHERS).split(",")) {
        consumers.add(new Consumer(service, topic.strip(), groups, true));
      }
    }
  }
}
