package dev.tagout.lab.infrastructure;

import dev.tagout.contracts.topic.Topic;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

/** The catalogue of topics on a broker. */
public final class Topics {
  private static final short REPLICAS = 1;

  private Topics() {}

  /** Creates every topic and its dead-letter topic. Those that exist are left as they are. */
  public static void create(String bootstrapServers, int partitions) {
    try (var admin =
        Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
      var wanted = Arrays.stream(Topic.values()).flatMap(t -> newTopics(t, partitions)).toList();
      create(admin, wanted);
    }
  }

  private static Stream<NewTopic> newTopics(Topic topic, int partitions) {
    return Stream.of(
        newTopic(topic.topicName(), partitions, topic.retention()),
        newTopic(topic.deadLetterName(), partitions, Optional.of(Topic.DEAD_LETTER_RETENTION)));
  }

  private static NewTopic newTopic(String name, int partitions, Optional<Duration> retention) {
    Map<String, String> configuration =
        retention
            .map(kept -> Map.of(TopicConfig.RETENTION_MS_CONFIG, String.valueOf(kept.toMillis())))
            .orElseGet(
                () ->
                    Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT));
    return new NewTopic(name, partitions, REPLICAS).configs(configuration);
  }

  private static void create(Admin admin, List<NewTopic> topics) {
    admin
        .createTopics(topics)
        .values()
        .forEach(
            (name, created) -> {
              try {
                created.get();
              } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                  throw new IllegalStateException("Topic not created: " + name, e.getCause());
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Interrupted while creating " + name, e);
              }
            });
  }
}
