package dev.tagout.lab.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.tagout.contracts.topic.Topic;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaProcessIT {

  private static final int PARTITIONS = 2;

  @TempDir Path directory;

  private KafkaProcess kafka;

  @BeforeEach
  void start() {
    kafka = kafkaOn(Port.free());
    kafka.start();
  }

  @AfterEach
  void end() {
    kafka.kill();
  }

  private KafkaProcess kafkaOn(int port) {
    return new KafkaProcess(
        Checkout.current(),
        port,
        directory.resolve("data"),
        directory.resolve("kafka.log"),
        Optional.empty());
  }

  @Test
  void createsEveryTopicWithItsDeadLettersAsTheAsyncApiDocumentSays() throws Exception {
    // Given
    JsonNode channels =
        new YAMLMapper()
            .readTree(Checkout.current().root().resolve("docs/reference/asyncapi.yaml").toFile())
            .path("channels");

    // When
    Topics.create(kafka.bootstrapServers(), Topic.PARTITIONS);

    // Then
    assertThat(topics())
        .containsExactlyInAnyOrderElementsOf(
            channels.valueStream().map(channel -> channel.path("address").asText()).toList());
    for (JsonNode channel : channels) {
      String name = channel.path("address").asText();
      JsonNode said = channel.at("/bindings/kafka");
      JsonNode configuration = said.path("topicConfiguration");
      assertThat(partitions(name)).as(name).isEqualTo(said.path("partitions").asInt());
      assertThat(setting(name, TopicConfig.CLEANUP_POLICY_CONFIG))
          .as(name)
          .isEqualTo(configuration.at("/cleanup.policy/0").asText());
      if (configuration.has("retention.ms")) {
        assertThat(setting(name, TopicConfig.RETENTION_MS_CONFIG))
            .as(name)
            .isEqualTo(configuration.path("retention.ms").asText());
      }
    }
    assertThat(setting(Topic.VM_EVENTS.topicName(), TopicConfig.RETENTION_MS_CONFIG))
        .isEqualTo(String.valueOf(Duration.ofDays(7).toMillis()));
    assertThat(setting(Topic.VERDICTS.topicName(), TopicConfig.CLEANUP_POLICY_CONFIG))
        .isEqualTo("compact");
  }

  @Test
  void leavesTopicsThatExistAsTheyAre() throws Exception {
    // Given
    Topics.create(kafka.bootstrapServers(), PARTITIONS);
    send("first");

    // When
    Topics.create(kafka.bootstrapServers(), PARTITIONS + 1);

    // Then
    assertThat(received(1)).containsExactly("first");
  }

  @Test
  void keepsRecordsOverAStopAndAStart() throws Exception {
    // Given
    Topics.create(kafka.bootstrapServers(), PARTITIONS);
    send("before");

    // When
    kafka.stop();
    kafka.start();

    // Then
    send("after");
    assertThat(received(2)).containsExactly("before", "after");
  }

  @Test
  void keepsRecordsOverACrash() throws Exception {
    // Given
    Topics.create(kafka.bootstrapServers(), PARTITIONS);
    send("before");

    // When
    kafka.kill();
    kafka.start();

    // Then
    assertThat(received(1)).containsExactly("before");
  }

  @Test
  void startsAndStopsTwiceWithoutHarm() {
    // When
    kafka.start();
    kafka.stop();
    kafka.stop();

    // Then
    assertThat(kafka.process()).isEmpty();
  }

  @Test
  void saysWhyItDoesNotStart() throws IOException {
    // Given
    kafka.stop();
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var late = kafkaOn(taken.getLocalPort());

      // When, Then
      assertThatThrownBy(late::start).hasMessageContaining("Address already in use");
    }
  }

  private List<String> topics() throws Exception {
    try (var admin = admin()) {
      return List.copyOf(admin.listTopics().names().get());
    }
  }

  private int partitions(String topic) throws Exception {
    try (var admin = admin()) {
      return admin
          .describeTopics(List.of(topic))
          .allTopicNames()
          .get()
          .get(topic)
          .partitions()
          .size();
    }
  }

  private String setting(String topic, String name) throws Exception {
    var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    try (var admin = admin()) {
      return admin.describeConfigs(List.of(resource)).all().get().get(resource).get(name).value();
    }
  }

  private Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
  }

  private void send(String value) throws Exception {
    var serializer = new StringSerializer();
    var settings = Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers());
    try (var producer = new KafkaProducer<>(settings, serializer, serializer)) {
      producer
          .send(new ProducerRecord<>(Topic.VM_EVENTS.topicName(), 0, "key", value))
          .get(30, TimeUnit.SECONDS);
    }
  }

  private List<String> received(int count) {
    var deserializer = new StringDeserializer();
    var settings = Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers());
    var partition = new TopicPartition(Topic.VM_EVENTS.topicName(), 0);
    var deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    try (var consumer = new KafkaConsumer<>(settings, deserializer, deserializer)) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      var received = new ArrayList<String>();
      while (received.size() < count && System.nanoTime() < deadline) {
        StreamSupport.stream(consumer.poll(Duration.ofMillis(100)).spliterator(), false)
            .map(ConsumerRecord::value)
            .forEach(received::add);
      }
      return received;
    }
  }
}
